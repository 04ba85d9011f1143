package import FreshetCorpus
internal import Foundation
internal import GRDB

/// Queries for passages and vectors by address, the hash of a passage's text. Each read checks the content against its
/// address or checksum.
extension StoreReader {
  /// The text of the passage whose hash is `address`.
  ///
  /// - Throws: `StorageError.damagedContent` if the text doesn't match its address, or is missing.
  package func text(at address: ContentAddress) throws -> NormalizedText {
    let statement = try database.cachedStatement(sql: "SELECT CAST(text AS BLOB) FROM chunks WHERE address = ?")
    let row = try Row.fetchOne(statement, arguments: [address.fingerprint.column])
    let text = try row.flatMap { try Self.text($0, address) }
    guard let text else { throw StorageError.damagedContent(address: address, what: "text") }
    return text
  }

  /// The text in the first column, a blob; nil if `address` isn't its hash. It is read as bytes, because a NUL would
  /// end a string.
  private static func text(_ row: Row, _ address: ContentAddress) throws -> NormalizedText? {
    let stored = try row.withUnsafeData(atIndex: 0) { data in
      data?.withUnsafeBytes {
        Fingerprint(hashing: $0) == address.fingerprint ? String(decoding: $0, as: UTF8.self) : nil
      }
    }
    return stored.map(NormalizedText.init(stored:))
  }

  /// The text at `address`; nil if the text is damaged or missing. Notes damage in `leftOut`.
  package func soundText(at address: ContentAddress) throws -> NormalizedText? {
    try sound(.text(address)) { try text(at: address) }
  }

  /// The texts at `addresses`, without those that are damaged or missing. Notes these in `leftOut`.
  package func soundTexts(at addresses: [ContentAddress]) throws -> [ContentAddress: NormalizedText] {
    var texts: [ContentAddress: NormalizedText] = [:]
    try each(addresses, "SELECT CAST(c.text AS BLOB), asked.address FROM \(AddressList.chunks)") { row in
      let address = ContentAddress(try row.fingerprint(1))
      texts[address] = try Self.text(row, address)
    }
    for address in addresses where texts[address] == nil { leftOut.note(.text(address)) }
    return texts
  }

  package func vector(at address: ContentAddress, in space: SpaceID) throws -> UnitVector? {
    let statement = try database.cachedStatement(
      sql: """
        SELECT v.components, v.checksum FROM vectors v JOIN spaces s ON s.id = v.space
        WHERE v.address = ? AND s.fingerprint = ?
        """)
    let arguments: StatementArguments = [address.fingerprint.column, space.fingerprint.column]
    guard let row = try Row.fetchOne(statement, arguments: arguments) else { return nil }
    guard let vector = VectorColumn.vector(row, from: 0) else {
      throw StorageError.damagedContent(address: address, what: "vector")
    }
    return vector
  }

  /// Those of `addresses` without an undamaged vector in `space`. Their passages must be embedded.
  package func unembedded(
    _ addresses: some Sequence<ContentAddress>, in space: SpaceID
  ) throws -> Set<ContentAddress> {
    var missing: Set<ContentAddress> = []
    for address in addresses {
      do {
        if try vector(at: address, in: space) == nil { missing.insert(address) }
      } catch StorageError.damagedContent {
        missing.insert(address)
      }
    }
    return missing
  }

  /// Calls `body` for each passage of the served documents in `space`, in no order. `body` gets the document and the
  /// address of the vector that a search uses for the passage: the passage's own, or that of a stand-in (an old passage
  /// whose vector serves until the new one exists).
  package func answeringAddresses(
    in space: SpaceID, _ body: (DocumentID, ContentAddress) throws -> Void
  ) throws {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT d.source, d.path, coalesce(sc.address, c.address), c.id
        FROM documents d JOIN spaces s ON s.id = d.space
        JOIN placements p ON p.document = d.id JOIN chunks c ON c.id = p.chunk
        LEFT JOIN stand_ins i ON i.document = d.id AND i.ordinal = p.ordinal LEFT JOIN chunks sc ON sc.id = i.chunk
        WHERE d.is_served AND s.fingerprint = ?
        """, arguments: [space.fingerprint.column])
    while let row = try rows.next() {
      guard let address = row.checkedFingerprint(2) else {
        leftOut.note(.passage(try row[3]))
        continue
      }
      try body(DocumentID(source: row[0], path: row[1]), ContentAddress(address))
    }
  }

  /// Calls `body` once for each passage whose vector a search in `space` uses, in no order, with the passage's address
  /// and vector. The vector is nil if it is damaged.
  package func answeringVectors(
    in space: SpaceID, _ body: (ContentAddress, UnitVector?) throws -> Void
  ) throws {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT v.address, v.components, v.checksum, c.id
        FROM spaces s JOIN vectors v ON v.space = s.id JOIN chunks c ON c.address = v.address
        WHERE s.fingerprint = ? AND \(Self.isAnswering)
        """, arguments: [space.fingerprint.column])
    while let row = try rows.next() {
      guard let address = row.checkedFingerprint(0) else {
        leftOut.note(.passage(try row[3]))
        continue
      }
      try body(ContentAddress(address), VectorColumn.vector(row, from: 1))
    }
  }

  /// An SQL condition: a search uses the vector of chunk c for a served document of space s, because the document
  /// contains the chunk, or because the chunk stands in for one that awaits its vector.
  private static let isAnswering = """
    EXISTS (
      SELECT 1 FROM placements p JOIN documents d ON d.id = p.document
      WHERE p.chunk = c.id AND d.is_served AND d.space = s.id
      UNION ALL
      SELECT 1 FROM stand_ins i JOIN documents d ON d.id = i.document
      WHERE i.chunk = c.id AND d.is_served AND d.space = s.id)
    """

  /// Whether a search uses the vector at `address` for a served document of `space`: for the passage at `address`
  /// itself, or for a passage that still awaits its own vector.
  package func isAnswering(_ address: ContentAddress, in space: SpaceID) throws -> Bool {
    let statement = try database.cachedStatement(
      sql: """
        SELECT EXISTS (
          SELECT 1 FROM chunks c JOIN spaces s ON s.fingerprint = ?2 WHERE c.address = ?1 AND \(Self.isAnswering))
        """)
    return try Bool.fetchOne(statement, arguments: [address.fingerprint.column, space.fingerprint.column]) ?? false
  }

  package func isPlaced(_ address: ContentAddress) throws -> Bool {
    try !placed(among: [address]).isEmpty
  }

  /// Those of `addresses` whose passages served documents contain.
  package func placed(among addresses: some Collection<ContentAddress>) throws -> Set<ContentAddress> {
    var placed: Set<ContentAddress> = []
    let placement = "EXISTS (SELECT 1 FROM placements p WHERE p.chunk = c.id)"
    try each(addresses, "SELECT asked.address FROM \(AddressList.chunks) WHERE \(placement)") { row in
      placed.insert(ContentAddress(try row.fingerprint(0)))
    }
    return placed
  }

  /// For each of `addresses`, the placements of its passage in served documents, ordered by document and by position in
  /// it. Omits damaged rows.
  package func placements(at addresses: [ContentAddress]) throws -> [ContentAddress: [ServedPlacement]] {
    var placements: [ContentAddress: [ServedPlacement]] = [:]
    let sql = """
      SELECT \(Self.servedColumns), asked.address
      FROM \(AddressList.chunks) JOIN placements p ON p.chunk = c.id JOIN documents d ON d.id = p.document
      LEFT JOIN versions v ON v.id = p.version
      WHERE d.is_served ORDER BY d.source, d.path, p.ordinal
      """
    try each(addresses, sql) { row in
      guard let placement = try servedPlacement(row) else { return }
      placements[ContentAddress(try row.fingerprint(25)), default: []].append(placement)
    }
    return placements
  }

  /// For each of `addresses`, the served documents that contain its passage, in order.
  package func documents(
    placing addresses: some Collection<ContentAddress>
  ) throws -> [ContentAddress: [DocumentID]] {
    var documents: [ContentAddress: [DocumentID]] = [:]
    let sql = """
      SELECT DISTINCT asked.address, d.source, d.path
      FROM \(AddressList.chunks) JOIN placements p ON p.chunk = c.id JOIN documents d ON d.id = p.document
      WHERE d.is_served ORDER BY d.source, d.path
      """
    try each(addresses, sql) { row in
      let id = try DocumentID(source: row[1], path: row[2])
      documents[ContentAddress(try row.fingerprint(0)), default: []].append(id)
    }
    return documents
  }

  private static let servedColumns = """
    \(PlacementRow.columns),
    d.source, d.path, coalesce(v.revision, d.revision), d.version, d.bytes, d.method, d.verified_at,
    d.device, d.inode, d.modified, d.changed, d.looked_at,
    (SELECT observed_at FROM journal j WHERE j.source = d.source AND j.path = d.path),
    d.siblings, coalesce(v.bytes, d.bytes),
    (SELECT failure FROM journal j WHERE j.source = d.source AND j.path = d.path AND j.is_held),
    (SELECT place FROM mounts m WHERE m.id = d.mounts)
    """

  /// The placement in a row; nil if the row contradicts docs/FORMAT.md. Notes such a row in `leftOut`.
  private func servedPlacement(_ row: Row) throws -> ServedPlacement? {
    let id = try DocumentID(source: row[8], path: row[9])
    let (place, size) = (PlacementRow(row, size: row.checkedInteger(22)), row.checkedInteger(12))
    guard let placement = place.placement else {
      leftOut.note(.placement(id, ordinal: place.ordinal))
      return nil
    }
    guard let revision = row.checkedFingerprint(10).map(Revision.init), let size,
      let version = row.checkedText(11).flatMap({ try? JSONColumn.value(VersionVector.self, $0) }),
      let method = row.checkedText(13).flatMap(Verification.Method.init(rawValue:)),
      let verifiedAt = row.checkedInteger(14), let siblings = row.checkedCount(21)
    else {
      leftOut.note(.document(id))
      return nil
    }
    return ServedPlacement(
      document: id, revision: revision, version: version, placement: placement,
      stamped: Self.checkedStamped(
        row, from: 15, revision: revision, sizeInBytes: size,
        on: row.checkedText(24).flatMap(DocumentMounts.init(column:))),
      verified: Verification(method: method, at: Timestamp(nanoseconds: verifiedAt)),
      suspectSince: row.checkedInteger(20).map(Timestamp.init(nanoseconds:)), siblings: siblings,
      heldBack: row.checkedText(23))
  }

  /// The text of a version. For a pushed document, the exact text that a program wrote; for a file, the passages,
  /// separated by blank lines.
  ///
  /// - Throws: `StorageError.damagedContent` if a passage is damaged or missing.
  package func text(of content: VersionContent) throws -> String {
    if let bytes = try blob(of: content.revision) { return String(decoding: bytes, as: UTF8.self) }
    return try content.placements.map { try text(at: $0.address).string }.joined(separator: "\n\n")
  }
}
