internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetSeededNumbers
import Testing

@Suite struct FusionTests {
  private static func candidate(_ number: Int, _ similarity: Float?, _ words: Double) -> FusionCandidate {
    FusionCandidate(address: address(number), similarity: similarity, wordRelevance: words)
  }

  /// Values from a small grid, so that many tie; some without similarity.
  private static func candidates(_ count: Int, _ generator: inout SplitMix64) -> [FusionCandidate] {
    (0..<count).map { number in
      let similarity = Float(Int.random(in: -4...4, using: &generator)) / 4
      let words = Double(Int.random(in: 0...4, using: &generator)) / 4
      return candidate(number, Int.random(in: 0..<5, using: &generator) == 0 ? nil : similarity, words)
    }
  }

  @Test func `words close a share of the distance that the vectors leave`() {
    let fused = Fusion.ranked([
      Self.candidate(1, 0.5, 0), Self.candidate(2, 0.5, 0.25), Self.candidate(3, 0, 0.5), Self.candidate(4, -1, 0.75),
      Self.candidate(5, 0.75, 0.5),
    ])
    #expect(fused.map(\.address) == [5, 2, 1, 3, 4].map { address($0) })
    #expect(fused.map(\.score) == [0.875, 0.625, 0.5, 0.5, 0.5] as [Double])
  }

  @Test func `without words the order and the scores are those of the vectors`() {
    for seed in UInt64(1)...20 {
      var generator = SplitMix64(seed: seed)
      let neighbours = (0..<50).map { number in
        Neighbour(address: address(number), score: Float.random(in: -1...1, using: &generator))
      }
      let fused = Fusion.ranked(
        neighbours.map { FusionCandidate(address: $0.address, similarity: $0.score, wordRelevance: 0) })
      #expect(
        fused.map { Neighbour(address: $0.address, score: Float($0.score)) }
          == neighbours.sorted(by: Neighbour.isBetter), "seed \(seed)")
    }
  }

  @Test func `without vectors the order and the scores are those of the words`() {
    for seed in UInt64(1)...20 {
      var generator = SplitMix64(seed: seed)
      let words = (0..<50).map { Self.candidate($0, nil, Double.random(in: 0..<1, using: &generator)) }
      let expected = words.sorted { ($1.wordRelevance, $0.address) < ($0.wordRelevance, $1.address) }
      let fused = Fusion.ranked(words)
      #expect(fused.map(\.candidate) == expected, "seed \(seed)")
      #expect(fused.map(\.score) == expected.map(\.wordRelevance), "seed \(seed)")
    }
  }

  @Test func `a doubtful similarity counts as far as words confirm it`() {
    func doubtful(_ number: Int, _ similarity: Float, _ words: Double) -> FusionCandidate {
      FusionCandidate(address: address(number), similarity: nil, doubtfulSimilarity: similarity, wordRelevance: words)
    }
    let fused = Fusion.ranked([doubtful(1, 0.75, 0.5), doubtful(2, 0.75, 0.125), doubtful(3, 0.75, 0)])
    #expect(fused.map(\.score) == [0.875, 0.1875 + 0.8125 * 0.125, 0])
    #expect(Fusion.ranked([doubtful(1, 0.75, 0)]).map(\.score) == [0.75], "no words")
    // The text with a common word doesn't outrank one that means what the question asks.
    let meant = Self.candidate(4, 0.6, 0)
    #expect(Fusion.ranked([doubtful(2, 0.75, 0.125), doubtful(1, 0.1, 0.5), meant]).map(\.address).last == address(2))
  }

  @Test func `what is first by words and by similarity is first, however doubtful`() {
    for seed in UInt64(1)...300 {
      var generator = SplitMix64(seed: seed)
      let drawn = (0..<8).map { number in
        (
          number, Float(Int.random(in: 0...8, using: &generator)) / 8,
          Double(Int.random(in: 0...4, using: &generator)) / 4,
          Int.random(in: 0..<3, using: &generator)
        )
      }
      let (similar, relevant) = (drawn.map(\.1).max() ?? 0, drawn.map(\.2).max() ?? 0)
      let best = drawn.filter { $0.1 == similar && $0.2 == relevant }
      guard best.contains(where: { $0.3 > 0 }) else { continue }
      let fused = Fusion.ranked(
        drawn.map { number, similarity, words, kind in
          FusionCandidate(
            address: address(number), similarity: kind == 1 ? similarity : nil,
            doubtfulSimilarity: kind == 2 ? similarity : nil, wordRelevance: words)
        })
      let first = fused.first { candidate in best.contains { $0.3 > 0 && address($0.0) == candidate.address } }
      #expect(first.map { $0.score >= (fused.first?.score ?? 2) - 1e-12 } == true, "seed \(seed)")
    }
  }

  @Test func `candidates in any order give the same ranking to the bit`() {
    for seed in UInt64(1)...30 {
      var generator = SplitMix64(seed: seed)
      let candidates = Self.candidates(40, &generator).map { candidate in
        FusionCandidate(
          address: candidate.address, similarity: candidate.similarity.map { $0 * 0.3 },
          wordRelevance: candidate.wordRelevance)
      }
      #expect(Fusion.ranked(candidates.shuffled(using: &generator)) == Fusion.ranked(candidates), "seed \(seed)")
    }
  }

  @Test func `equal scores tie by address`() {
    let candidates = [7, 3, 9, 1].map { Self.candidate($0, 0.5, 0.5) } + [Self.candidate(2, 0.75, 0)]
    #expect(Fusion.ranked(candidates).map(\.address) == [1, 2, 3, 7, 9].map { address($0) })
  }

  @Test func `a passage that gains in one score falls behind none`() {
    for seed in UInt64(1)...60 {
      var generator = SplitMix64(seed: seed)
      // All have a similarity: one that gains must not shift what others are assumed to have.
      var candidates = Self.candidates(12, &generator).map { Self.candidate(at: $0, similarity: $0.similarity ?? 0) }
      let chosen = Int.random(in: 0..<12, using: &generator)
      let before = Self.place(of: candidates[chosen].address, in: candidates)
      let old = candidates[chosen]
      if Bool.random(using: &generator) {
        candidates[chosen] = Self.candidate(at: old, similarity: (old.similarity ?? 0) + 0.125)
      } else {
        candidates[chosen] = FusionCandidate(
          address: old.address, similarity: old.similarity, wordRelevance: old.wordRelevance + 0.125)
      }
      #expect(Self.place(of: old.address, in: candidates) <= before, "seed \(seed)")
    }
  }

  private static func candidate(at other: FusionCandidate, similarity: Float) -> FusionCandidate {
    FusionCandidate(address: other.address, similarity: similarity, wordRelevance: other.wordRelevance)
  }

  private static func place(of address: ContentAddress, in candidates: [FusionCandidate]) -> Int {
    Fusion.ranked(candidates).firstIndex { $0.address == address } ?? .max
  }

  @Test func `a passage without a vector is as near as those that match at least as well are on average`() {
    let known = [
      Self.candidate(1, 0.75, 0.5), Self.candidate(2, 0.25, 0.25), Self.candidate(3, -1, 0.125),
      Self.candidate(4, 1, 0),
    ]
    let expected = [(0.75, 0.75), (0.5, 0.75), (0.375, 0.75), (0.25, 0.5), (0.125, 0), (0.0625, 0)]
    for (words, similarity) in expected {
      let fused = Fusion.ranked(known + [Self.candidate(5, nil, words)])
      #expect(
        fused.first { $0.address == address(5) }?.score == similarity + (1 - similarity) * words, "\(words)")
    }
  }

  @Test func `of passages without vectors more words never harm`() {
    let own = address(99)
    for seed in UInt64(1)...20 {
      var generator = SplitMix64(seed: seed)
      let known = Self.candidates(8, &generator)
      let scores = (0...8).map { step in
        Fusion.ranked(known + [Self.candidate(99, nil, Double(step) / 8)]).first { $0.address == own }?.score
      }
      #expect(scores.compactMap { $0 }.count == 9, "seed \(seed)")
      #expect(zip(scores, scores.dropFirst()).allSatisfy { ($0 ?? 1) <= ($1 ?? -1) }, "seed \(seed)")
    }
  }

  @Test func `scores stay between -1 and 1 at the ends of both scales, and beyond 1 by rounding only`() {
    for similarity: Float in [-1, 0, 1] {
      for words in [0, 0.5, 1] {
        let score = Fusion.ranked([Self.candidate(0, similarity, words)])[0].score
        #expect((-1...1).contains(score), "\(similarity), \(words)")
      }
    }
    let rounded = Float(1).nextUp
    #expect(Fusion.ranked([Self.candidate(0, rounded, 0.9)])[0].score == Double(rounded))
  }

  @Test func `nothing that neither leg named could have scored more than the threshold`() {
    for seed in UInt64(1)...20 {
      var generator = SplitMix64(seed: seed)
      let all = Self.candidates(60, &generator).map { Self.candidate(at: $0, similarity: $0.similarity ?? 0) }
      let near = all.sorted { ($1.similarity ?? 0, $0.address) < ($0.similarity ?? 0, $1.address) }.prefix(10)
      let worded = all.sorted { ($1.wordRelevance, $0.address) < ($0.wordRelevance, $1.address) }.prefix(10)
      let threshold = Fusion.threshold(
        similarity: near.last?.similarity ?? 1, wordRelevance: worded.last?.wordRelevance ?? 1)
      let named = Set(near).union(worded)
      let missed = Fusion.ranked(all).filter { !named.contains($0.candidate) }
      #expect(missed.filter { $0.score > threshold } == [], "seed \(seed)")
      #expect(missed.isEmpty == false, "seed \(seed)")
    }
  }

  @Test func `no candidates make no ranking`() {
    #expect(Fusion.ranked([]) == [])
  }
}
