package import FreshetCorpus
internal import GRDB

/// The unreachable content of a store, computed by SQL queries: passages that no document, stand-in, stored version or
/// embedding queue refers to; and pushed texts of revisions that no stored version has.
package struct Garbage {
  package struct Passage {
    let row: Int64
    package let address: ContentAddress
    package let keptAt: Timestamp
    /// The length of the passage's text in bytes.
    package let bytes: Int
  }

  /// A pushed text.
  package struct Blob {
    package let revision: Revision
    /// The length of the text in bytes.
    package let bytes: Int
  }

  /// The unreachable passages, in the order of their row ids.
  package let passages: [Passage]
  package let blobs: [Blob]

  init(in reader: StoreReader) throws {
    let passages = try Row.fetchCursor(reader.database, sql: Self.unreached)
    self.passages = try Array(
      passages.map {
        try Passage(
          row: $0[0], address: ContentAddress($0.fingerprint(1)), keptAt: Timestamp(nanoseconds: $0[2]),
          bytes: $0.count(3))
      })
    let blobs = try Row.fetchCursor(
      reader.database,
      sql: """
        SELECT revision, length(bytes) FROM blobs b
        WHERE NOT EXISTS (SELECT 1 FROM versions v WHERE v.revision = b.revision)
        """)
    self.blobs = try Array(blobs.map { try Blob(revision: Revision($0.fingerprint(0)), bytes: $0.count(1)) })
  }

  private static let unreached = """
    SELECT c.id, c.address, c.kept_at, length(c.text) FROM chunks c
    WHERE NOT EXISTS (SELECT 1 FROM placements p WHERE p.chunk = c.id)
      AND NOT EXISTS (SELECT 1 FROM stand_ins i WHERE i.chunk = c.id)
      AND NOT EXISTS (SELECT 1 FROM awaited a WHERE a.address = c.address)
      AND lower(hex(c.address)) NOT IN (
        SELECT json_extract(j.value, '$[6]') FROM versions v, json_each(v.manifest) j WHERE v.manifest IS NOT NULL)
    ORDER BY c.id
    """

  /// Checks that every passage and every pushed text is either in `reached` or in this garbage, and none is in both.
  ///
  /// - Throws: `StorageError.unprovenGarbage`, which describes the first contradiction.
  func prove(against reached: Reachability, in reader: StoreReader) throws {
    var candidates = passages.makeIterator()
    var candidate = candidates.next()
    try reader.database.each("SELECT id, address FROM chunks ORDER BY id") { row in
      let isFree = try candidate?.row == row[0]
      if isFree { candidate = candidates.next() }
      let address = ContentAddress(try row.fingerprint(1))
      try refuse(isFree, reached.addresses.contains(address), "passage \(address)", reader)
    }
    let revisions = Set(blobs.map(\.revision))
    try reader.database.each("SELECT revision FROM blobs") { row in
      let revision = Revision(try row.fingerprint(0))
      try refuse(
        revisions.contains(revision), reached.revisions.contains(revision), "the text of revision \(revision)", reader)
    }
  }

  private func refuse(_ isFree: Bool, _ isReached: Bool, _ what: String, _ reader: StoreReader) throws {
    if isFree != isReached { return }
    let finding =
      isFree
      ? "is garbage by one computation, but a row refers to it"
      : "is in use by one computation, but no row refers to it"
    throw StorageError.unprovenGarbage(path: reader.path, what: "\(what) \(finding)")
  }
}

extension StoreReader {
  /// The unreachable content of the store, after two independent computations have agreed on it.
  ///
  /// - Throws: `StorageError.unprovenGarbage` if they disagree.
  /// - Complexity: O(*p* + *h*) time and memory for *p* passages and *h* placements in kept manifests.
  package func provenGarbage() throws -> Garbage {
    let garbage = try Garbage(in: self)
    try garbage.prove(against: try Reachability(of: self), in: self)
    return garbage
  }

  /// The unreachable content of the store by one computation. Delete none of it before `provenGarbage` contains it.
  package func presumedGarbage() throws -> Garbage { try Garbage(in: self) }
}
