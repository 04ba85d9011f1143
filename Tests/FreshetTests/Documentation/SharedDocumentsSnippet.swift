import FreshetCorpus
import Freshet

/// The code of SharedDocuments.md, so that it is compiled and run. `SnippetTests` compares the two texts.
enum SharedDocumentsSnippet {
  static func add(_ sentence: String, to note: String, in cache: RetrievalCache) async throws {
    var current = try await cache.get(note)
    while true {
      let text = [current?.text, sentence].compactMap { $0 }.joined(separator: "\n")
      do {
        try await cache.put(text, as: note, context: current?.context ?? CausalContext(), ifBehind: .refuse)
        return
      } catch FreshetError.behind(let newer, _) {
        current = newer
      }
    }
  }

  static func twoAgents(_ cache: RetrievalCache) async throws {
    async let first: Void = add("The harbour gate opens at six.", to: "gate", in: cache)
    async let second: Void = add("Its key hangs in the office.", to: "gate", in: cache)
    _ = try await (first, second)
  }
}
