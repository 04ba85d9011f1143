public import FreshetCorpus

/// The served documents of one committed state of a store that a filter admits, in the order of their names.
public struct DocumentList: Hashable, Sendable {
  /// The documents.
  public let documents: [ListedDocument]
  /// The number of documents that the list leaves out because their rows are damaged. Remedy: `audit` names them, and
  /// reindexing everything repairs them.
  public let damagedCount: Int
  /// The state of the store that the list shows.
  public let token: SessionToken
}

extension DocumentList: RandomAccessCollection {
  public var startIndex: Int { documents.startIndex }
  public var endIndex: Int { documents.endIndex }
  public subscript(position: Int) -> ListedDocument { documents[position] }
}
