import ArgumentParser
import Foundation
import Freshet

/// Embeds a file of texts several times and prints tokens per second; loading is not counted.
///
/// Answers a line on standard input with a figure, so that a script can take turns with another program in one run.
@main
struct EmbeddingBench: AsyncParsableCommand {
  @Argument(help: "One text a line, none over the model's limit.")
  var file: String

  func run() async throws {
    let texts = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map(String.init)
    let embedder = try MiniLM()
    let tokens = texts.reduce(0) { $0 + embedder.tokenCount(of: $1) }
    _ = try await embedder.embed(Array(texts.prefix(8)), for: .passage)
    while readLine() != nil {
      let begun = ContinuousClock.now
      _ = try await embedder.embed(texts, for: .passage)
      let seconds = (ContinuousClock.now - begun) / .seconds(1)
      print("{\"tokens\": \(tokens), \"seconds\": \(seconds)}")
      fflush(nil)
    }
  }
}
