import ArgumentParser
import FreshetCorpus
import Foundation
import FreshetIndexing

/// Measures an index over the vectors of NumPy files: what it finds of the truth, how quickly, and what it costs.
@main
struct IndexBench: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "index-bench")

  @Option(help: "The vectors: float32, unit norm, n × d.")
  var base: String
  @Option(help: "The questions: float32, unit norm, m × d.")
  var queries: String
  @Option(help: "Neighbours asked for.")
  var k = 10
  @Option(help: "exact or lsh.")
  var index = IndexName.lsh
  @Option(help: "What an answer of the lsh index must find, in 19 of 20: above 0, at most 1.")
  var recall = 0.95
  @Flag(help: "The recall is meant on the average, as peers measure theirs, not for 19 of 20 answers.")
  var onAverage = false
  @Option(help: "Threads; one is measured.")
  var threads = 1
  @Option(
    help:
      "Replace all vectors this many times by others held back for it, and measure again: 0.5 is half of them, 3 is all, thrice."
  )
  var churn: Double?
  @Flag(help: "Let the subject drift: the vectors come in the order of their likeness to one of them.")
  var drift = false
  @Flag(help: "Print one JSON object.")
  var json = false
  @Flag(
    help:
      "Answer rounds on standard input: {\"round\": \"single\" or \"batch\", \"recall\": R (on the average), \"seconds\": S}."
  )
  var serve = false

  func validate() throws {
    guard threads == 1 else { throw ValidationError("only one thread is measured: --threads 1") }
    guard recall > 0, recall <= 1 else { throw ValidationError("--recall is above 0, at most 1") }
    guard churn.map({ $0 > 0 && $0 <= 10 }) ?? true else { throw ValidationError("--churn is above 0, at most 10") }
  }

  func run() throws {
    var bench = try Measurement(
      base: NumPyFile(path: base), queries: NumPyFile(path: queries), k: k, index: index, churn: churn,
      drifts: drift)
    if serve { return try Rounds(bench).answer() }
    let report = try bench.report(target: target)
    json ? print(report.json) : report.print()
  }

  private var target: RecallTarget { index == .exact ? .exact : onAverage ? .onAverage(recall) : .atLeast(recall) }
}

enum IndexName: String, ExpressibleByArgument, CaseIterable {
  case exact, lsh
}
