import FreshetCorpus
import Foundation

/// Answers a line on standard input with the figures of one round, so that a script can take turns with other programs.
struct Rounds {
  private struct Round: Decodable {
    let round: String
    let recall: Double?
    let seconds: Double
  }
  private let bench: Measurement

  init(_ bench: Measurement) { self.bench = bench }

  func answer() throws {
    say("{\"ready\": true, \"buildSeconds\": \(bench.buildSeconds)}")
    while let line = readLine() {
      let round = try JSONDecoder().decode(Round.self, from: Data(line.utf8))
      let target = round.recall.map { RecallTarget.onAverage($0) } ?? .exact
      let qps = rate(target, size: round.round == "batch" ? 256 : 1, seconds: round.seconds)
      say("{\"qps\": \(qps), \"recall\": \(recall(target))}")
    }
  }

  private func rate(_ target: RecallTarget, size: Int, seconds: Double) -> Double {
    let begun = Measurement.now()
    var (asked, start) = (0, 0)
    while Measurement.seconds(since: begun) < seconds {
      if start + size > bench.questions.count { start = 0 }
      let batch = Array(bench.questions[start..<min(start + size, bench.questions.count)])
      _ = bench.index.search(bench.k, for: batch, recall: target, among: nil)
      (asked, start) = (asked + batch.count, start + size)
    }
    return Double(asked) / Measurement.seconds(since: begun)
  }

  private func recall(_ target: RecallTarget) -> Double {
    if target == .exact { return 1 }
    let answers = bench.index.search(bench.k, for: bench.questions, recall: target, among: nil)
    return mean(
      zip(answers, bench.truth).map { Double($1.intersection($0.found.map(\.address)).count) / Double($1.count) })
  }

  private func say(_ line: String) {
    print(line)
    fflush(nil)
  }
}
