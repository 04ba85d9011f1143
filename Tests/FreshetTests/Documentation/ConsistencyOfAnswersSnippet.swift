import FreshetCorpus
import Freshet

/// The code of ConsistencyOfAnswers.md, so that it is compiled and run. `SnippetTests` compares the two texts.
enum ConsistencyOfAnswersSnippet {
  static func answerAfterWriting(_ note: String, in cache: RetrievalCache) async throws -> Answer {
    let token = try await cache.put(note, as: "note")
    return try await cache.retrieve(note, consistency: .session(token))
  }

  static func freshAnswer(to question: String, from cache: RetrievalCache) async throws -> Answer {
    do {
      return try await cache.retrieve(question, consistency: .bounded(.seconds(5), onViolation: .fail))
    } catch FreshetError.consistencyNotMet {
      return try await cache.retrieve(question, consistency: .barrier(timeout: .seconds(30)))
    }
  }
}
