import ArgumentParser
import Foundation
import Freshet

/// Audits a store once for each line of standard input, in one process, and answers each with its time in milliseconds.
@main
struct AuditBench: AsyncParsableCommand {
  @Argument(help: "The folder of documents, with its store in .freshet; indexed with the hashing embedder.")
  var folder: String

  @Flag(help: "Read all bytes.")
  var verify = false

  func run() async throws {
    let cache = try RetrievalCache.open(
      at: .beside(folder), embedder: .hashing(), options: CacheOptions(readOnly: true))
    while readLine() != nil {
      let clock = ContinuousClock()
      let begun = clock.now
      let report = try await cache.audit(verifyingBytes: verify)
      let milliseconds = (clock.now - begun) / .milliseconds(1)
      guard report.isCoherent else {
        throw ValidationError("\(report.findings.count) findings: the tree must be in step")
      }
      print("\(milliseconds) \(report.documentCount)")
      fflush(nil)
    }
  }
}
