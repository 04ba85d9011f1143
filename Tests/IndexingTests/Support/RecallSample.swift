internal import FreshetCorpus
internal import FreshetSeededNumbers
@testable internal import FreshetIndexing

/// What a search stated of its recall and what it was, question by question.
struct RecallSample {
  static let limit = 10
  /// Of each answer, the share of the true nearest that it has.
  private(set) var found: [Double] = []
  private(set) var stated: [Double] = []
  private(set) var answers: [Neighbours] = []

  init(
    _ index: LSHIndex, _ queries: [UnitVector], _ target: RecallTarget, among admitted: AdmittedSlots? = nil
  ) {
    let truths = index.search(Self.limit, for: queries, recall: .exact, among: admitted)
    self.init(index, queries, target, among: admitted, truths)
  }

  init(
    _ index: LSHIndex, _ queries: [UnitVector], _ target: RecallTarget, among admitted: AdmittedSlots? = nil,
    _ truths: [Neighbours]
  ) {
    answers = index.search(Self.limit, for: queries, recall: target, among: admitted)
    stated = answers.map(\.recall)
    found = zip(answers, truths).map { answer, truth in
      Double(Set(answer.found).intersection(truth.found).count) / Double(max(truth.found.count, 1))
    }
  }

  var mean: Double { Self.mean(found) }
  var meanStated: Double { Self.mean(stated) }
  /// Answers with less than the target of 0.95.
  var below: Int { found.count { $0 < 0.95 } }
  var standardError: Double { Self.standardError(found) }

  /// One in twenty, and three standard deviations of this many answers.
  var mostBelow: Double {
    let count = Double(found.count)
    return 0.05 * count + 3 * (0.05 * 0.95 * count).squareRoot()
  }

  static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  static func standardError(_ values: [Double]) -> Double {
    let mean = mean(values)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count - 1) / Double(values.count)).squareRoot()
  }
}

extension LSHIndex {
  /// Maintained until there is nothing to do.
  ///
  /// - Returns: the steps that it took.
  @discardableResult
  mutating func maintainToTheEnd() -> Int {
    var steps = 0
    while maintain() {
      steps += 1
      precondition(steps < 20_000, "maintenance of \(count) vectors doesn't end")
    }
    return steps
  }

  mutating func insert(_ vectors: [UnitVector], from number: Int = 0) {
    for (offset, vector) in vectors.enumerated() { insert(vector, at: address(number + offset)) }
  }
}

/// An index whose maintenance is done, and the clusters that its vectors are of.
struct MaintainedIndex: Sendable {
  let clusters: GaussianClusters
  let index: LSHIndex
  let seed: UInt64

  init(_ count: Int, _ dimension: Int, clusters number: Int, spread: Float = 0.7, seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    clusters = GaussianClusters(number, dimension, spread: spread, &generator)
    var index = LSHIndex(dimension: dimension)
    index.insert(clusters.vectors(count, &generator))
    index.maintainToTheEnd()
    self.index = index
    self.seed = seed
  }

  /// Questions from the same clusters that aren't stored.
  func questions(_ count: Int) -> [UnitVector] {
    var generator = SplitMix64(seed: seed &+ 1_000_000)
    return clusters.vectors(count, &generator)
  }

  static let large = MaintainedIndex(40_000, 64, clusters: 200, seed: 11)
  /// Hardly any clusters: the neighbours lie in many cells, and what is promised is hardly more than kept.
  static let diffuse = MaintainedIndex(20_000, 64, clusters: 10, spread: 2, seed: 14)
  static let all = [
    large, MaintainedIndex(20_000, 96, clusters: 50, seed: 12), diffuse,
    MaintainedIndex(20_000, 128, clusters: 400, spread: 0.4, seed: 13),
  ]
}
