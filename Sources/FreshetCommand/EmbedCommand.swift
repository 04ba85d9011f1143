internal import ArgumentParser
internal import Foundation
internal import Freshet

struct EmbedCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "embed",
    abstract: "Turn texts into vectors: JSON Lines or plain lines in, JSON Lines out.",
    discussion: """
      Reads {"text": ...} or plain lines from FILE or standard input; prints {"text": ..., "vector": [...]} in the same order.
      A text over the model's limit is parted into windows, and its vector is their mean. Needs no store.
      """)

  @Argument(help: "A file; standard input without one, or for -.", completion: .file())
  var file = "-"

  @Option(help: "minilm or hashing.")
  var embedder = EmbedderName.minilm

  @Flag(help: "Ignore what follows a text's 254th token, as sentence-transformers does; minilm only.")
  var truncate = false

  @Flag(help: "Accepted for uniformity: the output is always JSON Lines.")
  var json = false

  func validate() throws {
    if truncate, embedder != .minilm { throw ValidationError("--truncate goes with --embedder minilm") }
  }

  func run() async throws {
    let texts = try InputLines.read(file).map { Self.text(in: String($0.1)) }
    let embed = try embedding()
    var output = OutputBuffer()
    for start in stride(from: 0, to: texts.count, by: 256) {
      let batch = Array(texts[start..<min(start + 256, texts.count)])
      for (text, vector) in zip(batch, try await embed(batch)) {
        output.write(try JSONOutput.line(EmbeddedText(text: text, vector: vector.components)))
      }
      output.flush()
    }
  }

  private func embedding() throws -> ([String]) async throws -> [UnitVector] {
    if truncate {
      let model = try MiniLM()
      return { try await model.embedTruncating($0) }
    }
    let loaded = try embedder.deferred.loaded()
    return { try await loaded.embed($0, for: .query) }
  }

  /// A line that is a JSON object with a text, else the line itself.
  private static func text(in line: String) -> String {
    let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    return object?["text"] as? String ?? line
  }
}

private struct EmbeddedText: Encodable {
  let text: String
  let vector: [Float]
}
