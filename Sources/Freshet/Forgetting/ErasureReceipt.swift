public import FreshetCorpus
internal import FreshetStorage

/// The result of erasing a document: what was deleted, and what remains and why.
public struct ErasureReceipt: Hashable, Sendable {
  /// The erased document.
  public let document: DocumentID
  /// When the document was erased.
  public let erasedAt: Timestamp
  /// A session token: a `session` read with this token no longer sees the document.
  public let token: SessionToken
  /// Whether the erasure recorded a removal, which other stores carry out at the next sync. False if the document had
  /// been removed before.
  public let isRemoval: Bool
  /// How many versions of the document were deleted.
  public let versions: Int
  /// How many database rows about the document's indexing were deleted: recorded events, a pending refresh, and the
  /// reason for skipping its file.
  public let notes: Int
  /// How many passages were deleted because no other document contains them.
  public let passages: Int
  /// How many vectors were deleted.
  public let vectors: Int
  /// How many whole texts that programs had pushed were deleted.
  public let blobs: Int
  /// The total size in bytes of the deleted passages, vectors and pushed texts.
  public let freedBytes: Int64
  /// How many passages of the document remain because other documents contain them, too.
  public let sharedPassages: Int
  /// The other documents that contain passages of the erased document: the first ten, sorted by document.
  public let sharedBy: [DocumentID]
  /// How many entries about the document remain in the change log. They contain no text.
  public let changes: Int
  /// Temporary folders in which running processes, including this one, keep earlier states of the store that contain
  /// some of the erased text. Each process deletes its folders when it ends. If the document had been erased before,
  /// its text is unknown, and the list contains all of this user's temporary folders.
  public let scratch: [String]
  /// Temporary folders of other users who may read the store. They may contain the erased text, but only these users or
  /// root can search them.
  public let unsearched: [String]
  /// The result of searching the store's files for the erased text; nil if the caller didn't ask for this search.
  public let search: TraceSummary?

  /// Phrases that state what remains, and why.
  public var remains: [String] {
    var remains = [
      "\(changes.counted("entry", "entries")) of the change log, and the document's row: they contain its name, hashes and times, but no text; the log is a chain of hashes, so no entry can be removed",
      "copies in other stores: a sync tells them that the document was removed, but they keep its text until it is erased there",
      "backups, and copies of overwritten blocks that the file system or the disk keeps",
    ]
    if sharedPassages > 0 {
      let names = sharedBy.map(\.description).joined(separator: ", ")
      remains.append("\(sharedPassages.counted("passage")) that other documents contain as well: \(names)")
    }
    if !scratch.isEmpty {
      remains.append(
        "private copies of earlier states of the store that running processes use, until these processes end: \(scratch.joined(separator: ", "))"
      )
    }
    if !unsearched.isEmpty {
      remains.append(
        "private copies of earlier states of the store that other users made, which may still contain some of the erased text; such a copy is removed once the process that uses it has ended and the user who made it runs a freshet command: "
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
