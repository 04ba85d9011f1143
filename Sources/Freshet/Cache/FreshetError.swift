public import FreshetCorpus

/// Why a call of the cache failed. Each case stands for one remedy. Failures of the store and of the model have their
/// own error types, for example `StorageError`.
public enum FreshetError: Error, Hashable, Sendable {
  /// The folder of a source's documents can't be read. The source's index is unchanged. Remedy: mount or restore the
  /// folder.
  case sourceUnreachable(root: String, why: String)
  /// The process or the machine ran out of file descriptors or memory. No document was changed. Remedy: raise the
  /// limits, or end other processes.
  case outOfResources(why: AdvisedText)
  /// The store has no folder of documents on record. Remedy: name a folder.
  case noSource(store: String)
  /// The store has no source of this name; `known` lists the names that it has.
  case noSuchSource(String, known: [String])
  /// The path isn't below the source's folder of documents.
  case outsideRoot(path: String, root: String)
  /// A folder of documents is the store's own folder, or lies in it. Remedy: keep the store elsewhere.
  case rootInStore(root: String, store: String)
  /// The folder of one source would lie inside the folder of another. A document can have only one source.
  case nestedRoots(String, in: String, source: String)
  /// The folder doesn't contain the documents that the store has indexed for this source. Remedy: name the folder that
  /// contains them, or accept their loss.
  case anotherCorpus(source: String, root: String, why: String)
  /// The store was indexed with another embedder than this cache has. Remedy: open the cache with the store's embedder,
  /// or index the documents again with this embedder.
  case otherSpace(indexed: String, asked: String)
  /// The store has no indexed documents yet.
  case emptyStore(store: String)
  /// The cache can't give the consistency that the caller asked for. All changes of the sources up to the time
  /// `watermark` are on record; `watermark` is nil if a source was never scanned completely.
  case consistencyNotMet(asked: String, why: String, watermark: Timestamp?)
  /// The token (a position in a store's history) is unknown to this store. It comes from another store, or from a state
  /// that was lost when this store was restored from a backup.
  case tokenFromAnotherHistory(SessionToken, store: String)
  /// The store no longer keeps all that it served at the position of the first token in the store's history. From the
  /// position `wholeFrom` on, the history is complete.
  case historyForgotten(SessionToken, wholeFrom: SessionToken)
  /// A filter can't decide about this document of an earlier state: it asks for the fields or tags of a pushed
  /// document, or when a file changed, which have no history. Remedy: filter by something else, or ask the current
  /// state.
  case notInPastState(DocumentID)
  /// A filter for removing pushed documents also admits this document, which comes from a folder. Nothing was removed.
  /// Remedy: limit the filter to the source `DocumentID.pushed`.
  case notPushed(DocumentID)
  /// More passages than the limit await their vectors. Remedy: try again when the embedder has caught up.
  case backlogFull(awaiting: Int, limit: Int)
  /// The caller's write doesn't take into account the earlier writes `missed`, so it was rejected. Remedy: read
  /// `current`, merge the changes, and write with the causal context of `current`.
  case behind(current: StoredDocument, missed: [Dot])
  /// The causal context refers to writes that the store doesn't have: they were lost when the store was restored from a
  /// backup. Remedy: read the document again, and write with the new context.
  case contextFromAnotherHistory(DocumentID, store: String)
  /// The other store uses another version of the sync protocol. Remedy: upgrade the older freshet of the two.
  case otherProtocol(theirs: Int, ours: Int)
  /// The other store failed during sync, or can't be reached. Both stores keep what they received before. Remedy: sync
  /// again.
  case replicaFailed(why: AdvisedText)
  /// The other store sent data that failed a check. This store kept none of that data.
  case untrustworthyReplica(what: String)
  /// A call asked a store to sync with itself.
  case sameStore(String)
  /// The document can't be erased: its file still exists, so the next reindexing would restore it. Remedy: remove or
  /// exclude the file first.
  case sourceStillThere(DocumentID, file: String)
  /// The document's name or text contains a NUL byte, which the store can't hold. Nothing was stored. Remedy: remove
  /// the NUL byte.
  case holdsNUL(DocumentID, what: String)
  /// The embedder failed for every text of a batch, or returns other vectors for the same texts than before. The store
  /// keeps the vectors that it had.
  case embedderFailed(why: AdvisedText)
  /// No passage fits into a prompt's budget of tokens together with the closing sentence. Remedy: allow `needed`.
  case budgetTooSmall(budget: Int, needed: Int)
  /// The configured maximum size of a source's passages is larger than the embedder's limit, in tokens. Remedy: a
  /// smaller maximum, or another embedder.
  case passagesTooLarge(source: String, maximum: Int, limit: Int)
  /// The documents of a source were split with other sizes than the configured ones, in tokens. Nothing was changed.
  /// Remedy: configure the sizes on record, or accept that all documents of the source are split and embedded again.
  case otherPassageSizes(source: String, target: Int, maximum: Int, wantedTarget: Int, wantedMaximum: Int)
  /// The documents of a source were split by rules that this version doesn't know. Nothing was changed. Remedy: use the
  /// newer version.
  case newerPassageRules(source: String, recorded: String, own: String)
}

extension FreshetError: Advising {
  public var message: AdvisedText {
    switch self {
    case .sourceUnreachable(let root, let why):
      "cannot read the documents' folder \(root): \(why). The index was not changed"
    case .outOfResources(let why): "\(why). This shortage changed nothing in the index; run the command again"
    case .noSource(let store):
      "the store \(store) has no folder of documents: \(run: .reindexFolder(store: store))"
    case .noSuchSource(let name, let known):
      "there is no source \(name); the sources of the store are: \(known.joined(separator: ", "))"
    case .outsideRoot(let path, let root):
      """
      \(path) is not below \(root), the folder that this store indexes: name a path below it, or \
      \(run: .useStore("another store"))
      """
    case .rootInStore(let root, let store):
      "the documents' folder \(root) is the store's folder \(store), or lies in it: \(run: .useStore("another place"))"
    case .nestedRoots(let root, let other, let source):
      "\(root) and \(other), the folder of the source \(source), overlap, and a document can have only one source: name another folder"
    case .anotherCorpus(let source, let root, let why):
      """
      \(root) doesn't hold the documents of the source \(source): \(why). Nothing was changed: name the folder that holds \
      them, or \(run: .acceptLoss)
      """
    case .otherSpace(let indexed, let asked):
      """
      the store is indexed with the embedder \(indexed), but the current embedder is \(asked): \
      use the store's embedder, or index again with the current one
      """
    case .emptyStore(let store):
      "nothing is indexed in \(store) yet: \(run: .reindexFolder(store: nil)) with the folder of your documents"
    case .consistencyNotMet(let asked, let why, let watermark):
      """
      the consistency "\(asked)" cannot be met: \(why); \
      \(watermark.map { "all changes up to \($0) are on record" } ?? "not all sources have been scanned completely yet")
      """
    case .tokenFromAnotherHistory(let token, let store):
      """
      the token \(token) is unknown to the store \(store): it comes from another store, or from a state that was lost \
      when this store was restored from a backup; ask without the token, and use the new answer's token from then on
      """
    case .historyForgotten(let token, let begin):
      "the store no longer keeps everything that it served at the token \(token); its oldest complete state is at the token \(begin)"
    case .notInPastState(let id):
      """
      the filter can't decide about \(id) of the earlier state: \
      \(id.source == DocumentID.pushed ? "fields and tags of pushed documents" : "modification times of files") have no \
      history; filter by something else, exclude the source \(id.source) with "and not source = \(id.source)", or ask the \
      current state
      """
    case .notPushed(let id):
      """
      the filter also admits \(id), which comes from a folder, and only pushed documents can be removed; nothing was \
      removed: add "and source = pushed" to the filter
      """
    case .backlogFull(let awaiting, let limit):
      """
      \(awaiting.counted("passage awaits its vector", "passages await their vectors")), and the limit is \(limit): try \
      again when the embedder has caught up
      """
    case .behind(let current, let missed):
      """
      \(current.id) has newer writes than those that you have read (\(missed.map(\.description).joined(separator: ", "))): \
      read it again, and write with the new causal context
      """
    case .contextFromAnotherHistory(let id, let store):
      """
      the causal context for \(id) is unknown to the store \(store), which was restored from a backup since: read the \
      document again, and write with the new context
      """
    case .otherProtocol(let theirs, let ours):
      "the other store uses version \(theirs) of the sync protocol, but this store uses version \(ours): upgrade the older freshet of the two"
    case .replicaFailed(let why):
      "the other store failed: \(why); both stores keep what they have received; run the command again"
    case .untrustworthyReplica(let what):
      "the other store violated the sync protocol: it sent \(what); nothing from that message was stored"
    case .sameStore(let path):
      "\(path) is the store itself: name another store to sync with"
    case .sourceStillThere(let id, let file):
      """
      the document's file \(file) still exists, so the next reindex would restore the document: remove the file, or \
      exclude it in .freshetignore, then \
      \(run: .erase(id)) again; nothing was erased
      """
    case .holdsNUL(let id, let what):
      "the \(what) of \(id) contains a NUL byte, which the store can't hold: nothing was stored; write again without the NUL byte"
    case .passagesTooLarge(let source, let maximum, let limit):
      """
      the passages of the source \(source) may have \(maximum) tokens, but the embedder takes at most \(limit): set a \
      maximum of at most \(limit)
      """
    case .otherPassageSizes(let source, let target, let maximum, let wantedTarget, let wantedMaximum):
      """
      the store has passages of the source \(source) with target \(target) and maximum \(maximum), but the configuration \
      says target \(wantedTarget) and maximum \(wantedMaximum). Nothing was changed: configure the sizes of the store, or \
      \(run: .resplit) to split and embed all documents of the source again
      """
    case .newerPassageRules(let source, let recorded, let own):
      """
      another freshet split the documents of the source \(source) by the rules \(recorded), and this one knows only \
      \(own). Nothing was changed: use that freshet, or \(run: .resplit) to split and embed all of them by the older rules
      """
    case .budgetTooSmall(let budget, let needed):
      "a prompt of \(budget.counted("token")) has no room for a passage and its last sentence: allow at least \(needed)"
    case .embedderFailed(let why):
      "the embedder failed: \(why); the vectors made so far are kept; \(run: .reindex(all: false)) again"
    }
  }
}
