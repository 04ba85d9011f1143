internal import FreshetCorpus
internal import Foundation
internal import FreshetSeededNumbers
import Testing

/// All invariants, over thousands of seeded histories, and over ones with a bug that breaks them.
@Suite struct SimulationTests {
  static let policies: [CoherenceSettings] = [
    .writeThrough,
    .writeBehind(maxLag: .seconds(1), maxPending: 6, batch: 3),
    .refreshAhead(softTTL: .seconds(20), hardTTL: .seconds(40), beta: 1, budget: 2),
  ]

  /// Over all policies; more of them for a soak.
  static let historyCount = setting("FRESHET_HISTORIES", standard: 20_000)
  static let firstSeed = setting("FRESHET_SEED", standard: 1)
  /// Steps that a failure prints.
  static let tracedSteps = setting("FRESHET_TRACE", standard: 30)

  private static func setting(_ name: String, standard: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? standard
  }

  @Test(arguments: policies)
  func `whatever goes wrong, every invariant holds at every step`(_ settings: CoherenceSettings) {
    for seed in Self.firstSeed..<(Self.firstSeed + Self.historyCount / Self.policies.count) {
      guard let failure = Self.failure(UInt64(seed), settings, bug: nil) else { continue }
      Issue.record("\(failure)")
      return
    }
  }

  @Test(arguments: SeededBug.allCases)
  func `every seeded bug is found`(_ bug: SeededBug) {
    for seed in UInt64(1)...4_000 {
      let settings = Self.policies[Int(seed) % Self.policies.count]
      if let failure = Self.failure(seed, settings, bug: bug) {
        #expect(bug.breaks.contains(failure.invariant), "history \(seed) breaks \(failure.invariant)")
        #expect(Self.failure(seed, settings, bug: nil) == nil, "history \(seed) fails without the bug, too")
        return
      }
    }
    Issue.record("no history of 4000 shows \(bug.rawValue)")
  }

  @Test func `the histories go where it hurts`() {
    var landmarks = Landmarks()
    for seed in UInt64(1)...1_500 {
      var simulation = SeededSimulation(seed: seed, settings: Self.policies[Int(seed) % Self.policies.count])
      try? simulation.run()
      landmarks.add(simulation.landmarks)
    }
    #expect(Landmark.allCases.filter { landmarks.count(of: $0) < 5 } == [])
  }

  struct Failure: CustomStringConvertible, Equatable {
    let description: String
    let invariant: Invariant
  }

  /// Runs a history; one that fails is run again with its trace.
  static func failure(_ seed: UInt64, _ settings: CoherenceSettings, bug: SeededBug?) -> Failure? {
    var simulation = SeededSimulation(seed: seed, settings: settings, bug: bug)
    do {
      try simulation.run()
      return nil
    } catch {
      if bug != nil { return Failure(description: error.what, invariant: error.invariant) }
      var again = SeededSimulation(seed: seed, settings: settings, bug: bug, tracing: true)
      try? again.run()
      let steps = again.trace.suffix(tracedSteps).joined(separator: "\n")
      return Failure(
        description: """
          \(settings.name), seed \(seed), step \(simulation.step): \(error.invariant) is broken: \(error.what)
          \(simulation.processes.count) processes, faults: \(simulation.faults.map(\.rawValue))
          \(steps)
          """,
        invariant: error.invariant)
    }
  }
}
