internal import Corpus
@testable internal import Indexing
internal import SeededNumbers
import Testing

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
    index.settleDown()
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
    index.settleDown()
  }

  /// Every vector once, while the clusters move on.
  mutating func turnOver() {
    for number in vectors.indices.shuffled(using: &generator) {
      if number.isMultiple(of: 1_000) { clusters.drift(by: 0.3, &generator) }
      replace(number)
    }
    index.settleDown()
  }

  mutating func expectRecallOfFreshBuild(_ label: String) {
    var fresh = LSHIndex(dimension: 64)
    fresh.insert(vectors)
    fresh.settleDown()
    let questions = clusters.vectors(400, &generator)
    for target in [RecallTarget.atLeast(0.95), .onAverage(0.95)] {
      let followed = RecallSample(index, questions, target)
      let rebuilt = RecallSample(fresh, questions, target)
      let losses = zip(rebuilt.found, followed.found).map { $0 - $1 }
      let label = "\(label), \(target): \(followed.mean), rebuilt \(rebuilt.mean)"
      #expect(RecallSample.mean(losses) <= 0.003 + 3 * RecallSample.standardError(losses), "\(label)")
    }
    let sample = RecallSample(index, questions, .atLeast(0.95))
    #expect(Double(sample.below) <= sample.mostBelow, "\(label): \(sample.below) below")
    #expect(index.violations() == [], "\(label)")
  }
}
