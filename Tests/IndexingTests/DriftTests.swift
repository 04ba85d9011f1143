internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing
@testable internal import FreshetIndexing

/// A corpus whose subject drifts: the index that follows it is as good as one that is built anew.
@Suite struct DriftTests {
  @Test func `after turnovers with drifting clusters, recall is that of a fresh build`() {
    var corpus = DriftingCorpus(18_000, seed: 21)
    corpus.replaceHalf()
    corpus.expectRecallOfFreshBuild("seed 21, half replaced")
    for turnover in 1...3 {
      corpus.turnOver()
      corpus.expectRecallOfFreshBuild("seed 21, turnover \(turnover)")
    }
  }
}

private struct DriftingCorpus {
  private var index = LSHIndex(dimension: 64)
  private var vectors: [UnitVector]
  private var clusters: GaussianClusters
  private var generator: SplitMix64

  init(_ count: Int, seed: UInt64) {
    generator = SplitMix64(seed: seed)
    clusters = GaussianClusters(100, 64, spread: 0.6, &generator)
    vectors = clusters.vectors(count, &generator)
    index.insert(vectors)
    index.maintainToTheEnd()
  }

  private mutating func replace(_ number: Int) {
    vectors[number] = clusters.vector(&generator)
    index.insert(vectors[number], at: address(number))
    if number.isMultiple(of: 50) { _ = index.maintain() }
  }

  /// By vectors of clusters that have nothing to do with the first.
  mutating func replaceHalf() {
    clusters = GaussianClusters(100, 64, spread: 0.6, &generator)
    for number in stride(from: 0, to: vectors.count, by: 2) { replace(number) }
  }

  /// Every vector once, while the clusters move on.
  mutating func turnOver() {
    for number in vectors.indices.shuffled(using: &generator) {
      if number.isMultiple(of: 1_000) { clusters.drift(by: 0.3, &generator) }
      replace(number)
    }
  }

  /// Questions are on what is new, and some were asked before.
  mutating func expectRecallOfFreshBuild(_ label: String) {
    var fresh = LSHIndex(dimension: 64)
    fresh.insert(vectors)
    for question in clusters.vectors(64, &generator) {
      fresh.observe(question)
      index.observe(question)
    }
    fresh.maintainToTheEnd()
    index.maintainToTheEnd()
    let questions = clusters.vectors(800, &generator)
    let truths = fresh.search(RecallSample.limit, for: questions, recall: .exact, among: nil)
    for target in [RecallTarget.atLeast(0.95), .onAverage(0.95)] {
      let followed = RecallSample(index, questions, target, truths)
      let rebuilt = RecallSample(fresh, questions, target, truths)
      let losses = zip(rebuilt.found, followed.found).map { $0 - $1 }
      let figures = [followed, rebuilt].map { "\($0.mean) found, \($0.below) below" }
      let label = "\(label), \(target), followed and rebuilt: \(figures)"
      #expect(RecallSample.mean(losses) <= 0.003 + 3 * RecallSample.standardError(losses), "\(label)")
      if case .atLeast = target { #expect(Double(followed.below) <= followed.mostBelow, "\(label)") }
    }
    #expect(index.violations() == [], "\(label)")
  }
}
