/// Why the cache could not do what was asked, by what the caller can do about it. Stores and models have errors of their own.
public enum FreshetError: Error, Hashable, Sendable {
  /// The documents can't be reached: mount or restore their folder. The index is unchanged.
  case sourceUnreachable(root: String, why: String)
  /// The store knows no folder of documents: name one.
  case noSource(store: String)
  /// A path that isn't below the documents' folder.
  case outsideRoot(path: String, root: String)
  /// The store is indexed with another embedder: ask with that one, or index again.
  case otherSpace(indexed: String, asked: String)
  /// Nothing is indexed yet.
  case emptyStore(store: String)
  /// `.strict` can't be promised now.
  case strictNotMet(why: String)
  /// The embedder failed for a whole batch; what was done before is kept.
  case embedderFailed(why: String)
}

extension FreshetError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .sourceUnreachable(let root, let why):
      "cannot look at the documents in \(root): \(why). Nothing was changed in the index"
    case .noSource(let store):
      "the store \(store) has no folder of documents: run `freshet reindex FOLDER --store \(store)`"
    case .outsideRoot(let path, let root):
      "\(path) is not below \(root), the folder that this store indexes: name a path below it, or another --store"
    case .otherSpace(let indexed, let asked):
      "the store is indexed with \(indexed), the question would be embedded with \(asked): "
        + "ask with the store's embedder, or index again with the other one"
    case .emptyStore(let store):
      "nothing is indexed in \(store) yet: run `freshet reindex`"
    case .strictNotMet(let why):
      "strict consistency cannot be promised: \(why)"
    case .embedderFailed(let why):
      "the embedder failed: \(why); what was embedded before is kept, run `freshet reindex` again"
    }
  }
}
