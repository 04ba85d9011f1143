public import FreshetCorpus
internal import FreshetEmbedding
internal import FreshetFiles
internal import Foundation
internal import Logging
internal import FreshetStorage

/// What a store served right after one of its changes. It answers questions like the store itself.
///
/// It is a store of its own in a temporary folder, made from the versions that were served then, and deleted with the
/// last reference. So a search of the past is an ordinary search. Its answers prove nothing about the present: each
/// certificate is `unverified`, absence is never reliable, and the token is that of the state.
///
/// It differs from what was served then:
///
/// - It has no fields and tags, and no removal that stood beside a text.
/// - If a version was cut into passages again since then (with another chunker or embedder), it has the newer passages.
/// - A passage that awaited its vector then has it, if the vector has come since.
/// - Passages without a vector in the present space wait for one, and are found by their words.
/// - Scores by words weigh a word by the passages that were served then, not by all that the store kept.
public final class PastState: Sendable {
  /// The position in the store's history whose state this is, as the caller gave it.
  public let token: SessionToken
  private let cache: RetrievalCache
  /// What is missing from the state, in sentences.
  private let gaps: [String]
  private let folder: ScratchFolder

  fileprivate init(_ token: SessionToken, _ cache: RetrievalCache, lacking gaps: [String], in folder: ScratchFolder) {
    self.token = token
    self.cache = cache
    self.gaps = gaps
    self.folder = folder
  }

  /// Answers a question in this state, as `RetrievalCache.retrieve` does. The search by vector is exact.
  public func retrieve(
    _ question: String, limit: Int = 10, mode: SearchMode = .hybrid, recall: RecallTarget = .standard,
    among documents: Set<DocumentID>? = nil
  ) async throws -> Answer {
    try await retrieve([question], limit: limit, mode: mode, recall: recall, among: documents)[0]
  }

  /// Answers many questions in one batch, each as `retrieve` answers one.
  public func retrieve(
    _ questions: [String], limit: Int = 10, mode: SearchMode = .hybrid, recall: RecallTarget = .standard,
    among documents: Set<DocumentID>? = nil
  ) async throws -> [Answer] {
    try await retrieve(
      questions, limit: limit, mode: mode, recall: recall, in: documents.map(DocumentScope.these) ?? .everything)
  }

  package func retrieve(
    _ questions: [String], limit: Int, mode: SearchMode, recall: RecallTarget, in scope: DocumentScope
  ) async throws -> [Answer] {
    try await cache.retrieve(questions, limit: limit, mode: mode, consistency: .any, recall: recall, in: scope).map {
      Answer(
        hits: $0.hits, completeness: $0.completeness.doubted(gaps.map { AdvisedText($0) }), asOf: $0.asOf,
        token: $0.token,
        embedder: $0.embedder)
    }
  }

  package var path: String { folder.path }

  static func reason(_ token: SessionToken) -> String { "of the state of \(token), not of now" }
}

extension RetrievalCache {
  /// The state that was served right after the change of `token`, as far back as history is kept. If the token has
  /// several positions, the newest counts.
  ///
  /// - Throws: `FreshetError.tokenFromAnotherHistory`; `.historyForgotten` when the store doesn't keep all of the
  ///   state; `.otherSpace`, `.emptyStore`; `StorageError`. Damaged passages are left out, and answers say so.
  /// - Complexity: O(n · d + c · log c): copies n passages of that state with their d components, and reads c changes.
  ///   The copy takes as much space on disk as those passages do in the store.
  @concurrent nonisolated public func state(at token: SessionToken) async throws -> PastState {
    // The folder is made before the state is read: an erasure that waits for this read to end then finds the folder.
    let folder = try Self.scratchFolder()
    let copy = try Store(at: folder.path, for: .writing, holder: CacheEnvironment.holder, sharing: .owner)
    let gaps = try store.read { reader in
      try reader.checkHistory(token)
      try reader.checkWholeness(at: token)
      try environment.checkSpace(reader)
      try copy.write(durably: false) { writer in
        var state = StateCopy(from: reader, to: writer, in: embedder.space)
        try state.copy(at: token.sequence)
      }
      let count = reader.leftOut.count
      return count == 0
        ? []
        : [
          "\(count.counted("stored passage or document", "stored passages or documents")) of that state \(count.noun("is", "are")) damaged and left out"
        ]
    }
    let past = CacheEnvironment(
      store: copy, sources: SourceSet([], store: copy.path), embedder: embedder, clock: clock, metrics: .none,
      logger: logger)
    let plan = IndexPlan(choice: .exact, crossover: IndexChoice.crossover)
    let cache = RetrievalCache(in: past, CacheOptions(), index: plan, past: token)
    return PastState(token, cache, lacking: gaps, in: folder)
  }
}
