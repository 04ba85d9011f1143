public import FreshetCorpus
internal import FreshetStorage

/// What the erasure of a document took away, what stays and why.
public struct ErasureReceipt: Hashable, Sendable {
  /// The erased document.
  public let document: DocumentID
  /// When it was erased.
  public let erasedAt: Timestamp
  /// A token that covers the removal.
  public let token: SessionToken
  /// Whether the erasure wrote a removal, which other replicas follow; false if the document was removed before.
  public let isRemoval: Bool
  /// How many versions were freed.
  public let versions: Int
  /// How many rows were deleted that said what happened to the document, or what was to be done for it.
  public let notes: Int
  /// How many passages were freed: no document holds them any longer.
  public let passages: Int
  /// How many vectors were freed.
  public let vectors: Int
  /// How many pushed texts were freed.
  public let blobs: Int
  /// The size in bytes of the freed passages, vectors and pushed texts.
  public let freedBytes: Int64
  /// How many passages stay because other documents hold them, too.
  public let sharedPassages: Int
  /// The first ten of those documents, in order.
  public let sharedBy: [DocumentID]
  /// How many entries of the change log about the document stay.
  public let changes: Int
  /// Scratch folders in which running processes, this one among them, keep past states that hold some of the text. Each
  /// process removes its folders when it ends. All of this user's scratch folders, if the document had been erased
  /// before and its text is no longer known.
  public let scratch: [String]
  /// Scratch folders of users who may read the store. Only these users, or root in their place, can search the folders.
  public let unsearched: [String]
  /// The result of the search for the erased text; nil if the caller asked for none.
  public let search: TraceSummary?

  /// What stays, and why, in sentences.
  public var remains: [String] {
    var remains = [
      "\(changes.counted("entry", "entries")) of the change log, and the document's row: they hold its name, digests and times, and no text; the log is a chain of hashes",
      "what other stores have of it: they get its removal when they are exchanged with, and keep their copies until it is erased there",
      "backups, and copies that the file system or the disk keeps of overwritten blocks",
    ]
    if sharedPassages > 0 {
      let names = sharedBy.map(\.description).joined(separator: ", ")
      remains.append("\(sharedPassages.counted("passage")) that other documents hold as well: \(names)")
    }
    if !scratch.isEmpty {
      remains.append(
        "past states that running processes work with, until these end: \(scratch.joined(separator: ", "))")
    }
    if !unsearched.isEmpty {
      remains.append(
        "past states of other users, if they hold some of it, until their processes have ended and they run a command of freshet again: "
          + unsearched.joined(separator: ", "))
    }
    return remains
  }
}

extension ErasureReceipt {
  init(
    _ erasure: Erasure, at moment: Timestamp, scratch: [String], unsearched: [String], search: TraceSummary?
  ) {
    (self.scratch, self.unsearched) = (scratch, unsearched)
    document = erasure.document
    erasedAt = moment
    token = erasure.token
    isRemoval = erasure.isRemoval
    (versions, notes, changes) = (erasure.versions, erasure.notes, erasure.changes)
    (passages, vectors, blobs) = (erasure.freed.passages, erasure.freed.vectors, erasure.freed.blobs)
    freedBytes = erasure.freed.bytes
    sharedPassages = erasure.shared.count
    sharedBy = erasure.sharedBy
    self.search = search
  }
}
