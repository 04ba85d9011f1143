internal import ArgumentParser
internal import Foundation
internal import Freshet
internal import FreshetWire

struct EmbedCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "embed",
    abstract: "Turn texts into vectors: JSON Lines or plain lines in, JSON Lines out.",
    discussion: """
      Reads {"text": ...} or plain lines from FILE or standard input; prints {"text": ..., "vector": [...]} in the same order. \
      As in sentence-transformers, a vector represents only the first 254 tokens of a longer text; its line then says \
      "truncated": true. With --whole, embed splits such a text into windows and prints the mean of their vectors. Needs no \
      store.
      """)

  @Argument(help: "File to read. Default: - (standard input).", completion: .file())
  var file = "-"

  @Option(help: "minilm or hashing. Default: FRESHET_EMBEDDER, or minilm.")
  var embedder: EmbedderName?

  @Flag(help: "Embed a text completely, even if it exceeds the model's token limit.")
  var whole = false

  @Flag(help: "Has no effect: the output is always JSON Lines.")
  var json = false

  func run() async throws {
    let texts = try InputLines.readAll(file).map { Self.text(in: $0.1) }
    let embedder = try (embedder ?? EmbedderName.ofEnvironment() ?? .minilm).deferred.loaded()
    var truncatedCount = 0
    for start in stride(from: 0, to: texts.count, by: 256) {
      let batch = Array(texts[start..<min(start + 256, texts.count)])
      for (text, vector) in zip(batch, try await vectors(of: batch, embedder)) {
        let isTruncated = !whole && embedder.tokenLimit.map { embedder.tokenCount(of: text) > $0 } == true
        truncatedCount += isTruncated ? 1 : 0
        try StandardOutput.write(
          line: JSONOutput.printed(EmbeddedTextObject(text, vector, isTruncated: isTruncated)))
      }
    }
    if truncatedCount > 0 {
      Terminal.report(
        "freshet: \(truncatedCount.counted("text was", "texts were")) cut off at the model's token limit; --whole embeds \(truncatedCount.noun("it", "them")) completely"
      )
    }
  }

  private func vectors(of texts: [String], _ embedder: any Embedder) async throws -> [UnitVector] {
    if !whole, let model = embedder as? MiniLM { return try await model.embedTruncating(texts) }
    return try await embedder.embed(texts, for: .query)
  }

  /// The text to embed from an input line: the value of the key `text` if the line is a JSON object in which this value
  /// is a string, otherwise the line itself.
  private static func text(in line: String) -> String {
    let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    return object?["text"] as? String ?? line
  }
}
