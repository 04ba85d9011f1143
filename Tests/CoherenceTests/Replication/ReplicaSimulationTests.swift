internal import FreshetCorpus
internal import Foundation
internal import FreshetSeededNumbers
import Testing

/// Convergence of replicas, over thousands of seeded histories, and over ones with a bug that breaks it.
@Suite struct ReplicaSimulationTests {
  /// More of them for a soak.
  static let historyCount = setting("FRESHET_HISTORIES", standard: 5_000)
  static let firstSeed = setting("FRESHET_SEED", standard: 1)

  private static func setting(_ name: String, standard: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? standard
  }

  @Test func `replicas that exchanged everything are equal, and no write is dropped silently`() {
    for seed in Self.firstSeed..<(Self.firstSeed + Self.historyCount) {
      guard let failure = Self.failure(UInt64(seed)) else { continue }
      Issue.record("\(failure)")
      return
    }
  }

  @Test(arguments: ReplicaBug.allCases)
  func `every seeded bug is found`(_ bug: ReplicaBug) {
    let found = (UInt64(1)...4_000).first { seed in
      var simulation = ReplicaSimulation(seed: seed, bug: bug)
      return (try? simulation.run()) == nil
    }
    guard let found else {
      Issue.record("no history of 4000 shows \(bug.rawValue)")
      return
    }
    #expect(Self.failure(found) == nil, "history \(found) fails without the bug, too")
  }

  @Test func `the histories go where it hurts`() {
    var landmarks: [String: Int] = [:]
    for seed in UInt64(1)...1_000 {
      var simulation = ReplicaSimulation(seed: seed)
      try? simulation.run()
      landmarks.merge(simulation.landmarks, uniquingKeysWith: +)
    }
    let expected = ["write", "concluded", "interrupted", "forget", "copy", "restore", "rename", "refuse"]
    #expect(expected.filter { landmarks[$0, default: 0] < 10 } == [], "\(landmarks)")
  }

  /// Nil for a history that goes well; one that fails is run again with its trace.
  static func failure(_ seed: UInt64) -> String? {
    var simulation = ReplicaSimulation(seed: seed)
    do {
      try simulation.run()
      return nil
    } catch {
      var again = ReplicaSimulation(seed: seed, tracing: true)
      try? again.run()
      let faults = simulation.faults.map(\.rawValue)
      return "seed \(seed), step \(simulation.step), faults \(faults): \(error.what)\n"
        + again.trace.suffix(80).joined(separator: "\n")
    }
  }
}
