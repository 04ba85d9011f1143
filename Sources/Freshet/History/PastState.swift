public import FreshetCorpus
internal import FreshetEmbedding
internal import FreshetFiles
internal import Foundation
internal import Logging
internal import FreshetStorage

/// An earlier state of a store: what the store served right after one of its changes. Search it like the store itself.
///
/// The state is copied to a store in a temporary folder, which is deleted with the last reference to this object. Its
/// answers say nothing about the current files: each certificate is `unverified`, a missing hit proves nothing, and the
/// answer's token is that of the earlier state.
///
/// The copy differs from what was served then:
///
/// - The copy has no fields and tags that programs set, no modification times of files, and no removals that were in
///   conflict with a text. A filter that depends on them is an error.
/// - If a version was split into passages again since then (with another chunker or embedder), the copy has the newer
///   passages.
/// - A passage that awaited its vector then has the vector in the copy, if it was computed since.
/// - Passages without a vector in the current embedding space are found only by their words.
/// - Word scores depend on how frequent a word is. The copy counts only the passages that were served then; the store
///   counts all passages that it kept.
public final class PastState: Sendable {
  /// The token that the caller passed: the position in the store's history whose state this is.
  public let token: SessionToken
  private let cache: RetrievalCache
  /// Sentences that state what is missing from the copy.
  private let gaps: [String]
  private let folder: ScratchFolder

  fileprivate init(_ token: SessionToken, _ cache: RetrievalCache, lacking gaps: [String], in folder: ScratchFolder) {
    self.token = token
    self.cache = cache
    self.gaps = gaps
    self.folder = folder
  }

  /// Searches this earlier state as `RetrievalCache.retrieve` searches the current one. Vector searches are exact.
  ///
  /// - Throws: also `FreshetError.notInPastState` if `filter` depends on the fields or tags of a pushed document, or on
  ///   when a file changed: these have no history.
  public func retrieve(
    _ question: String, limit: Int = 10, mode: SearchMode = .hybrid, recall: RecallTarget = .standard,
    among documents: Set<DocumentID>? = nil, where filter: DocumentFilter? = nil,
    expand expansion: Expansion = .passage, distinct: Bool = false, minimumScore: Float = -1
  ) async throws -> Answer {
    try await retrieve(
      [question], limit: limit, mode: mode, recall: recall, among: documents, where: filter, expand: expansion,
      distinct: distinct, minimumScore: minimumScore)[0]
  }

  /// Returns an answer to each question, in the order of `questions`. The questions are embedded in one batch, and
  /// vector searches are exact.
  public func retrieve(
    _ questions: [String], limit: Int = 10, mode: SearchMode = .hybrid, recall: RecallTarget = .standard,
    among documents: Set<DocumentID>? = nil, where filter: DocumentFilter? = nil,
    expand expansion: Expansion = .passage, distinct: Bool = false, minimumScore: Float = -1
  ) async throws -> [Answer] {
    let answers = try await cache.retrieve(
      questions, limit: limit, mode: mode, recall: recall, among: documents, where: filter, expand: expansion,
      distinct: distinct, minimumScore: minimumScore)
    return answers.map {
      Answer(
        hits: $0.hits, completeness: $0.completeness.doubted(gaps.map { AdvisedText($0) }), asOf: $0.asOf,
        token: $0.token,
        embedder: $0.embedder)
    }
  }

  package var path: String { folder.path }

  static func reason(_ token: SessionToken) -> String {
    "from the earlier state at token \(token), not from the current one"
  }
}

extension RetrievalCache {
  /// Copies the state that the store served right after the change at `token`, a position in the store's history. If
  /// the token was merged from several positions, the newest one counts.
  ///
  /// - Throws: `FreshetError.tokenFromAnotherHistory` if the token isn't from this store's history; `.historyForgotten`
  ///   if the store no longer keeps all of that state; `.otherSpace` if the store was indexed with another embedder;
  ///   `.emptyStore` if nothing is indexed; `StorageError`. Damaged passages don't throw: they are left out, and the
  ///   answers say so.
  /// - Complexity: O(n · d + c · log c) for n passages of that state with vectors of d components, and c changes in the
  ///   history. The copy takes as much disk space as these passages take in the store.
  @concurrent nonisolated public func state(at token: SessionToken) async throws -> PastState {
    // Create the folder before reading the state. An erasure waits for this read to end, and must then find the folder.
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
          "\(count.counted("stored passage or document", "stored passages or documents")) of that state \(count.noun("is", "are")) damaged, so the search left \(count.noun("it", "them")) out"
        ]
    }
    let past = CacheEnvironment(
      store: copy, sources: SourceSet([], store: copy.path), sizing: PassageSizing([], pushed: nil), embedder: embedder,
      clock: clock, metrics: .none, logger: logger)
    let plan = IndexPlan(choice: .exact, crossover: IndexChoice.crossover)
    let cache = RetrievalCache(in: past, CacheOptions(), index: plan, past: token)
    return PastState(token, cache, lacking: gaps, in: folder)
  }
}
