internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing

/// Random documents, batches, landings and failures, against a model that only knows which document waits for what.
@Suite struct RefreshQueueSimulation {
  static let letters = Array("abcdefghijklmnop")

  @Test func `each document leaves once, when its last text has landed, or fails with the first that can't be had`()
    throws
  {
    for seed in UInt64(1)...400 {
      var run = Run(seed: seed)
      for _ in 0..<120 { try run.step() }
      try run.drain()
    }
  }

  private struct Run {
    let seed: UInt64
    var generator: SplitMix64
    var queue: RefreshQueue
    let budget: Int

    var arrivals = 0
    var embedded: Set<Character> = []
    var awaited: [(name: String, texts: Set<Character>)] = []
    /// Asked for and not taken yet, in order; taken and neither landed nor abandoned.
    var asked: [Character] = []
    var taken: [Character] = []

    init(seed: UInt64) {
      self.seed = seed
      generator = SplitMix64(seed: seed)
      budget = Int.random(in: 1...30, using: &generator)
      queue = RefreshQueue(tokensPerBatch: budget)
    }

    func tokens(_ letter: Character) -> Int { 1 + Int(letter.asciiValue ?? 0) * 7 % 13 }

    mutating func step() throws {
      switch Int.random(in: 0..<6, using: &generator) {
      case 0, 1: enqueue()
      case 2, 3: try takeBatch()
      case 4: try land(taken.filter { _ in Bool.random(using: &generator) })
      default: if !taken.isEmpty { try abandon(generator.pick(taken)) }
      }
      try check()
    }

    mutating func drain() throws {
      while !asked.isEmpty {
        try takeBatch()
        try land(taken)
        try check()
      }
      try land(taken)
      try #require(queue.isEmpty && awaited.isEmpty && queue.takeBatch() == [], "seed \(seed)")
    }

    private mutating func enqueue() {
      let texts = RefreshQueueSimulation.letters.filter { _ in generator.chance(20) }.shuffled(using: &generator)
      let missing = texts.filter { !embedded.contains($0) }
      // What is on its way may be named again or left out.
      let named = missing.filter { !(asked + taken).contains($0) || Bool.random(using: &generator) }
      arrivals += 1
      let name = "\(arrivals): \(String(texts))"
      queue.enqueue(install(name, texts), missing: named.map(request))
      asked += missing.filter { !(asked + taken).contains($0) }
      awaited.append((name, Set(missing)))
    }

    private mutating func takeBatch() throws {
      let batch = queue.takeBatch()
      let letters = batch.compactMap(\.text.string.first)
      let sum = batch.reduce(0) { $0 + $1.tokens }
      try #require(letters == Array(asked.prefix(letters.count)), "seed \(seed): oldest first")
      try #require(asked.isEmpty || !letters.isEmpty, "seed \(seed): at least one")
      try #require(sum <= budget || letters.count == 1, "seed \(seed): \(sum) tokens in a batch of \(budget)")
      asked.removeFirst(letters.count)
      taken += letters
      if let next = asked.first {
        try #require(sum + tokens(next) > budget, "seed \(seed): \(next) would have fitted")
      }
    }

    private mutating func land(_ landed: [Character]) throws {
      embedded.formUnion(landed)
      taken.removeAll(where: landed.contains)
      for index in awaited.indices { awaited[index].texts.subtract(landed) }
      let ready = awaited.filter(\.texts.isEmpty).map(\.name)
      awaited.removeAll(where: \.texts.isEmpty)
      try #require(queue.land(String(landed)) == ready, "seed \(seed): \(String(landed)) landed")
    }

    private mutating func abandon(_ letter: Character) throws {
      taken.removeAll { $0 == letter }
      let failed = awaited.filter { $0.texts.contains(letter) }.map(\.name)
      awaited.removeAll { $0.texts.contains(letter) }
      try #require(queue.abandon(letter) == failed, "seed \(seed): \(letter) abandoned")
    }

    private func check() throws {
      try #require(queue.isEmpty == awaited.isEmpty, "seed \(seed)")
      try #require(queue.hasFullBatch == (asked.reduce(0) { $0 + tokens($1) } >= budget), "seed \(seed)")
    }

    private func request(_ letter: Character) -> EmbeddingRequest {
      EmbeddingRequest(address: text(letter), text: NormalizedText(stored: String(letter)), tokens: tokens(letter))
    }

    private func install(_ name: String, _ letters: [Character]) -> PreparedInstall {
      let manifest = Manifest(
        document: DocumentID(path: name), revision: Revision(hashing: Array(name.utf8)), sizeInBytes: 0,
        format: .markdown, space: ReconciliationWorld.space, chunker: "chunker", title: nil, metadata: [:],
        placements: [], stamped: nil)
      return PreparedInstall(
        manifest: manifest,
        texts: Dictionary(uniqueKeysWithValues: letters.map { (text($0), NormalizedText(stored: String($0))) }))
    }
  }
}
