internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing
@testable internal import FreshetIndexing

/// The promises of recall, on clusters in tens of thousands of vectors, with questions that the index hasn't seen.
@Suite struct RecallTests {
  private static let questions = 500

  @Test func `at least the share that was asked for is found, in nineteen answers of twenty`() {
    for world in MaintainedIndex.all {
      let sample = RecallSample(world.index, world.questions(Self.questions), .atLeast(0.95))
      let label = "seed \(world.seed): \(sample.mean) found, \(sample.meanStated) stated, \(sample.below) below"
      #expect(Double(sample.below) <= sample.mostBelow, "\(label)")
      #expect(sample.mean >= 0.95 - 3 * sample.standardError, "\(label)")
      #expect(abs(sample.meanStated - sample.mean) <= 0.02, "\(label)")
      #expect(sample.answers.filter(\.isExact).isEmpty, "\(label)")
    }
  }

  @Test func `on the average the share that was asked for is found`() {
    for world in MaintainedIndex.all {
      let sample = RecallSample(world.index, world.questions(Self.questions), .onAverage(0.95))
      let label = "seed \(world.seed): \(sample.mean) found, \(sample.meanStated) stated"
      // How far to go was itself learned from half of the sampled questions.
      let learned = 2 * Double(Self.questions) / Double(RecallModel.samplesWanted)
      #expect(sample.mean >= 0.95 - 3 * sample.standardError * (1 + learned).squareRoot(), "\(label)")
      // Far cells hold less than is feared, so what is stated is too little rather than too much.
      #expect((-0.05...0.02).contains(sample.meanStated - sample.mean), "\(label)")
    }
  }

  @Test func `every score that an approximate search serves is that of its address, best first`() {
    let world = MaintainedIndex.large
    let queries = world.questions(50)
    for target in [RecallTarget.atLeast(0.5), .atLeast(0.95), .onAverage(0.9)] {
      let answers = world.index.search(20, for: queries, recall: target, among: nil)
      for (query, answer) in zip(queries, answers) {
        let scores = answer.found.map { world.index.score(of: $0.address, to: query) }
        #expect(answer.found.map(\.score) == scores, "seed 11")
        #expect(answer.found == answer.found.sorted(by: Neighbour.isBetter) && answer.found.count == 20, "seed 11")
        #expect(Set(answer.found.map(\.address)).count == 20, "seed 11")
      }
    }
  }

  @Test func `a batch answers as its questions alone do`() {
    let world = MaintainedIndex.large
    let queries = world.questions(40)
    let batch = world.index.search(10, for: queries, recall: .atLeast(0.9), among: nil)
    #expect(batch == queries.map { world.index.search(10, for: $0, recall: .atLeast(0.9)) }, "seed 11")
  }

  @Test func `exact answers of a large index are those of a flat one`() {
    let world = MaintainedIndex.large
    var flat = FlatIndex(dimension: 64)
    for slot in world.index.vectors.liveSlots() {
      let row = Array(UnsafeBufferPointer(start: world.index.vectors.row(slot), count: 64))
      flat.insert(direction(row), at: world.index.vectors.address(slot))
    }
    let queries = world.questions(20)
    #expect(
      world.index.search(10, for: queries, recall: .exact, among: nil)
        == flat.search(10, for: queries, recall: .exact, among: nil), "seed 11")
  }

  @Test func `few vectors, and many places, are searched exactly whatever is asked for`() {
    var generator = SplitMix64(seed: 3)
    let clusters = GaussianClusters(10, 64, spread: 0.5, &generator)
    var index = LSHIndex(dimension: 64)
    index.insert(clusters.vectors(LSHIndex.fewest - 1, &generator))
    let few = index.search(10, for: clusters.vector(&generator), recall: .atLeast(0.5))
    #expect(few.recall == 1 && few.isExact)
    let world = MaintainedIndex.large
    let many = world.index.search(world.index.count / 16, for: world.questions(1), recall: .atLeast(0.5), among: nil)
    #expect(many.allSatisfy { $0.recall == 1 && $0.isExact })
  }

  @Test func `an index that was never maintained keeps its promise`() {
    var generator = SplitMix64(seed: 4)
    let clusters = GaussianClusters(40, 64, spread: 0.7, &generator)
    var index = LSHIndex(dimension: 64)
    index.insert(clusters.vectors(3_000, &generator))
    let sample = RecallSample(index, clusters.vectors(400, &generator), .atLeast(0.95))
    #expect(Double(sample.below) <= sample.mostBelow, "seed 4: \(sample.mean), \(sample.below) below")
  }
}
