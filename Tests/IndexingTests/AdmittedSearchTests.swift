internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing
@testable internal import FreshetIndexing

/// Searches among some of the vectors: the promise of recall is of these.
@Suite struct AdmittedSearchTests {
  enum Choice: String, CaseIterable {
    case scattered, inOneSubject
  }

  @Test(arguments: Choice.allCases, [0.5, 0.05, 0.005])
  func `what is promised holds among those admitted`(_ choice: Choice, _ share: Double) {
    let world = MaintainedIndex.large
    let addresses = Self.addresses(world, choice, share)
    let admitted = world.index.admitting(addresses)
    let sample = RecallSample(world.index, world.questions(400), .atLeast(0.95), among: admitted)
    let label = "\(sample.mean) found, \(sample.meanStated) stated, \(sample.below) below"
    #expect(Double(sample.below) <= sample.mostBelow, "\(label)")
    #expect(sample.answers.flatMap(\.found).filter { !addresses.contains($0.address) } == [], "\(label)")
    #expect(sample.answers.map(\.found.count) == Array(repeating: 10, count: 400), "\(label)")
  }

  @Test func `questions on the one subject that is admitted get what is promised`() {
    let world = MaintainedIndex.large
    let admitted = world.index.admitting(Self.addresses(world, .inOneSubject, 0.05))
    var generator = SplitMix64(seed: 5)
    let questions = (0..<400).map { world.clusters.vector(of: $0 % 8, &generator) }
    let sample = RecallSample(world.index, questions, .atLeast(0.95), among: admitted)
    let label = "\(sample.mean) found, \(sample.meanStated) stated, \(sample.below) below"
    #expect(Double(sample.below) <= sample.mostBelow, "\(label)")
  }

  /// Some at random, or those that lie nearest to the first few centres.
  private static func addresses(_ world: MaintainedIndex, _ choice: Choice, _ share: Double) -> Set<ContentAddress> {
    let count = Int(share * Double(world.index.count))
    switch choice {
    case .scattered:
      var generator = SplitMix64(seed: 6)
      return Set((0..<world.index.count).shuffled(using: &generator).prefix(count).map { address($0) })
    case .inOneSubject:
      let centres = max(1, Int(share * Double(world.clusters.centres.count)) * 4 / 5)
      let each = (count + centres - 1) / centres
      let nearest = world.index.nearest(each, to: Array(world.clusters.centres.prefix(centres)))
      return Set(nearest.flatMap { $0.map(\.address) })
    }
  }
}
