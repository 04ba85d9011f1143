internal import FreshetCoherence
internal import FreshetCorpus

/// One document in every situation that a reconciliation can find it in.
struct ReconciliationWorld: CustomStringConvertible {
  enum Indexed: String, CaseIterable {
    case asMade, otherSpace, otherChunker, no
  }

  /// What was known of it as an entry that isn't for the index.
  enum Before: String, CaseIterable {
    case never
    /// Read and found binary, at the very stamp of the indexed revision.
    case binary
    case tooLarge, unreadable

    var entry: SkipRecord? {
      switch self {
      case .never: nil
      case .binary: SkipRecord(reason: .binary, text: nil, stamped: ReconciliationWorld.stamped)
      case .tooLarge: SkipRecord(reason: .tooLarge, text: nil, stamped: nil)
      case .unreadable: SkipRecord(reason: .unreadable, text: nil, stamped: nil)
      }
    }
  }

  let indexed: Indexed
  let before: Before
  let isMarked: Bool
  let believesStamps: Bool

  static let all = Indexed.allCases.flatMap { indexed in
    Before.allCases.flatMap { before in
      [false, true].flatMap { isMarked in
        [false, true].map {
          ReconciliationWorld(indexed: indexed, before: before, isMarked: isMarked, believesStamps: $0)
        }
      }
    }
  }

  var description: String {
    "indexed \(indexed), before \(before), waiting \(isMarked), believes stamps \(believesStamps)"
  }

  static let id = DocumentID(path: "a.md")
  static let space = SpaceID(Fingerprint(hashing: "space"))
  static let recipe = IndexingRecipe(space: space, chunker: "chunker")
  static let stamp = stamp(inode: 1)
  static let stamped = StampedRevision(
    revision: Revision(hashing: [1]), stamp: stamp, lookedAt: Timestamp(seconds: 10, nanoseconds: 0), mounts: nil)

  static func stamp(inode: UInt64, seconds: Int64 = 0) -> FileStamp {
    FileStamp(
      device: 1, inode: inode, sizeInBytes: 5, modified: Timestamp(seconds: seconds, nanoseconds: 0),
      statusChanged: Timestamp(seconds: seconds, nanoseconds: 0))
  }

  static func document(
    _ id: DocumentID = id, space: SpaceID = space, chunker: String = "chunker", stamped: StampedRevision? = stamped
  ) -> IndexedDocument {
    IndexedDocument(
      id: id, revision: Self.stamped.revision, space: space, chunker: chunker, sizeInBytes: 5, stamped: stamped,
      verified: Verification(method: .contentHash, at: Self.stamped.lookedAt), siblings: 1)
  }

  var document: IndexedDocument? {
    switch indexed {
    case .asMade: Self.document()
    case .otherSpace: Self.document(space: SpaceID(Fingerprint(hashing: "another space")))
    case .otherChunker: Self.document(chunker: "another chunker")
    case .no: nil
    }
  }

  var reconciliation: Reconciliation {
    Reconciliation(
      indexed: document.map { [$0] } ?? [], marked: isMarked ? [Self.id] : [],
      skips: before.entry.map { [Self.id: $0] } ?? [:], recipe: Self.recipe, believesStamps: believesStamps)
  }
}

/// A table of decisions as it is written in a test: a row holds for every situation that agrees with its columns.
/// A column names one value or several, or "*" for all; the last one is the action.
struct DecisionTable {
  private let rows: [[String]]

  init(_ text: String) {
    rows = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
  }

  /// The actions of all rows that agree: exactly one, if the table is complete and doesn't contradict itself.
  func actions(for situation: [String]) -> [String] {
    rows.filter { row in
      row.count == situation.count + 1
        && zip(row, situation).allSatisfy { $0 == "*" || $0.split(separator: "|").contains($1[...]) }
    }.map { $0[$0.count - 1] }
  }
}

extension ReconciliationWorld {
  /// The columns that every table begins with, after what was seen.
  var columns: [String] {
    [indexed.rawValue, before.rawValue, isMarked ? "waiting" : "quiet", believesStamps ? "believes" : "doubts"]
  }
}
