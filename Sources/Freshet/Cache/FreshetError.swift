public import FreshetCorpus

/// Why the cache couldn't do what a caller asked. Each case stands for one thing that the caller can do about it.
/// Stores and models have errors of their own.
public enum FreshetError: Error, Hashable, Sendable {
  /// The documents can't be reached: mount or restore their folder. The index of this source is unchanged.
  case sourceUnreachable(root: String, why: String)
  /// The machine had no file descriptor or memory left. No document was changed; raise its limits, or end other
  /// processes.
  case outOfResources(why: AdvisedText)
  /// The store knows no folder of documents: name one.
  case noSource(store: String)
  /// No source has this name.
  case noSuchSource(String, known: [String])
  /// A path that isn't below the documents' folder.
  case outsideRoot(path: String, root: String)
  /// A folder of documents is the store's own folder, or lies in it. Keep the store elsewhere.
  case rootInStore(root: String, store: String)
  /// One folder of documents would lie in another: a document can have only one source.
  case nestedRoots(String, in: String, source: String)
  /// The folder doesn't hold the source's indexed documents. Name the right folder, or accept the loss.
  case anotherCorpus(source: String, root: String, why: String)
  /// The store is indexed with another embedder: ask with that one, or index again.
  case otherSpace(indexed: String, asked: String)
  /// Nothing is indexed yet.
  case emptyStore(store: String)
  /// The cache can't keep the consistency that the read asked for. Every change until `watermark` is recorded; nil: a
  /// source was never scanned to its end.
  case consistencyNotMet(asked: String, why: String, watermark: Timestamp?)
  /// The token names a state that this store was never in: it comes from another store, or from a history that was
  /// rolled back.
  case tokenFromAnotherHistory(SessionToken, store: String)
  /// The store no longer keeps everything that it served in the first token's state, or never kept it. From the second
  /// token on, its history is complete.
  case historyForgotten(SessionToken, wholeFrom: SessionToken)
  /// Too many passages wait for their vectors: try again when the embedder has caught up.
  case backlogFull(awaiting: Int, limit: Int)
  /// The writer hasn't read all standing versions: it lacks the writes `missed`. Write again, with these in mind and
  /// with the context of `current`.
  case behind(current: StoredDocument, missed: [Dot])
  /// The context names writes of this store that the store doesn't know. The context comes from a state that was lost
  /// when the store was restored.
  case contextFromAnotherHistory(DocumentID, store: String)
  /// The other store speaks another version of the protocol: upgrade the older freshet of the two.
  case otherProtocol(theirs: Int, ours: Int)
  /// The other store failed, or can't be reached. Both stores keep what they exchanged before: exchange again.
  case replicaFailed(why: AdvisedText)
  /// The other store sent something that isn't what it claims to be. This store took nothing of it.
  case untrustworthyReplica(what: String)
  /// A call asked a store to exchange with itself.
  case sameStore(String)
  /// The document's file is still there, and the next reindexing would bring it back: remove or exclude it first.
  case sourceStillThere(DocumentID, file: String)
  /// A name or a text contains a NUL byte, which no column of the store can hold. Nothing is stored; write it without.
  case holdsNUL(DocumentID, what: String)
  /// The embedder failed for every text of a batch, or no longer gives the vectors that it gave. Vectors stored before
  /// stay.
  case embedderFailed(why: AdvisedText)
}

extension FreshetError: Advising {
  public var message: AdvisedText {
    switch self {
    case .sourceUnreachable(let root, let why):
      "cannot look at the documents in \(root): \(why). What is indexed of them was not changed"
    case .outOfResources(let why): "\(why). Nothing was concluded from it; run the command again"
    case .noSource(let store):
      "the store \(store) has no folder of documents: \(run: .reindexFolder(store: store))"
    case .noSuchSource(let name, let known):
      "there is no source \(name): the store has \(known.joined(separator: ", "))"
    case .outsideRoot(let path, let root):
      """
      \(path) is not below \(root), the folder that this store indexes: name a path below it, or \
      \(run: .useStore("another store"))
      """
    case .rootInStore(let root, let store):
      "the documents' folder \(root) is the store's folder \(store), or lies in it: \(run: .useStore("another place"))"
    case .nestedRoots(let root, let other, let source):
      "\(root) lies in \(other), the folder of the source \(source), or holds it: a document can have one source only"
    case .anotherCorpus(let source, let root, let why):
      """
      \(root) doesn't hold the documents of the source \(source): \(why). Nothing was changed: name the folder that holds \
      them, or \(run: .acceptLoss)
      """
    case .otherSpace(let indexed, let asked):
      """
      the store is indexed with \(indexed), the question would be embedded with \(asked): \
      ask with the store's embedder, or index again with the other one
      """
    case .emptyStore(let store):
      "nothing is indexed in \(store) yet: \(run: .reindexFolder(store: nil)) with the folder of your documents"
    case .consistencyNotMet(let asked, let why, let watermark):
      """
      \(asked) cannot be promised: \(why); \
      \(watermark.map { "every change until \($0) is recorded" } ?? "the sources were never all scanned to their end")
      """
    case .tokenFromAnotherHistory(let token, let store):
      """
      the token \(token) is not of the history of \(store): it comes from another store, \
      or from a state that was lost when this one was restored; ask without it, and take the new answer's token
      """
    case .historyForgotten(let token, let begin):
      "the store no longer keeps all it served at \(token): the oldest complete state is \(begin)"
    case .backlogFull(let awaiting, let limit):
      "\(awaiting.counted("passage awaits its vector", "passages await their vectors")), the limit is \(limit): try again when the embedder has caught up"
    case .behind(let current, let missed):
      """
      \(current.id) was written meanwhile, by \(missed.map(\.description).joined(separator: ", ")): \
      read it again, and write with the context that you get
      """
    case .contextFromAnotherHistory(let id, let store):
      """
      the context for \(id) is not of the history of \(store), which was restored since: read the document again, \
      and write with the context that you get
      """
    case .otherProtocol(let theirs, let ours):
      "the other store speaks version \(theirs) of the exchange, this one \(ours): upgrade the older freshet of the two"
    case .replicaFailed(let why):
      "the other store failed: \(why); what was exchanged is kept, run the command again"
    case .untrustworthyReplica(let what):
      "the other store sent what it should not: \(what); nothing of it was taken"
    case .sameStore(let path):
      "\(path) is this very store: name another one"
    case .sourceStillThere(let id, let file):
      """
      \(file) is still there, and the next reindex would bring it back: remove it, or exclude it in .freshetignore, then \
      \(run: .erase(id)) again; nothing was erased
      """
    case .holdsNUL(let id, let what):
      "the \(what) of \(id) holds a NUL byte, which the store can't keep: write it without; nothing was stored"
    case .embedderFailed(let why):
      "the embedder failed: \(why); what was embedded before is kept, \(run: .reindex(all: false)) again"
    }
  }
}
