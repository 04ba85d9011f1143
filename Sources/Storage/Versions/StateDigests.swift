package import FreshetCorpus
internal import Foundation
internal import GRDB

/// The right to record the root of the tree over all documents' states. A process stores a claim in place of the root,
/// and then computes the root without the writers' lock. A trigger deletes the claim when a document's state changes.
/// So a root is recorded only if it is that of the present states.
package struct DigestClaim: Hashable, Sendable {
  fileprivate let number: UInt64

  package static func random() -> DigestClaim { DigestClaim(number: .random(in: .min ... .max)) }

  fileprivate var column: Data { withUnsafeBytes(of: number.bigEndian) { Data($0) } }
}

extension StoreReader {
  /// The recorded digest of the root of the tree over all documents' states; nil if a document has changed since, or
  /// if no process has recorded one.
  package func treeRoot() throws -> UInt128? {
    let root = try Data.fetchOne(database, sql: "SELECT root FROM meta WHERE length(root) = 16")
    return root.map { $0.reduce(0) { $0 << 8 | UInt128($1) } }
  }

  /// A hash of the state of each document that has a version, including removed documents. Equal hashes mean equal
  /// states. A damaged document gets a hash that no other store has. So another store that synchronizes requests the
  /// document, and this store replies that the document is damaged.
  ///
  /// - Complexity: O(*n*) for *n* documents. A recorded hash costs a fraction of a computed one.
  package func stateDigests() throws -> [DocumentID: Fingerprint] {
    var digests = try recordedDigests()
    for (_, id, digest) in try computedDigests() {
      digests[id] = try digest ?? Fingerprint(hashing: "damaged in \(identity().replica.name)")
    }
    return digests
  }

  /// The recorded digests of all documents' states; nil if `claim` isn't valid any more.
  package func stateDigests(under claim: DigestClaim) throws -> [DocumentID: Fingerprint]? {
    guard try Data.fetchOne(database, sql: "SELECT root FROM meta") == claim.column else { return nil }
    return try recordedDigests()
  }

  private func recordedDigests() throws -> [DocumentID: Fingerprint] {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT source, path, digest FROM documents WHERE digest IS NOT NULL")
    return try Dictionary(Array(rows.map { try (DocumentID(source: $0[0], path: $0[1]), $0.fingerprint(2)) })) { $1 }
  }

  /// Computes the digests of at most `count` documents that have a version but no recorded digest, in the order of
  /// their rows after the row `row`. A damaged document's digest is nil.
  fileprivate func computedDigests(
    after row: Int64 = .min, atMost count: Int = .max
  ) throws -> [(row: Int64, id: DocumentID, digest: Fingerprint?)] {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT d.source, d.path, d.version, d.dots, d.attributes, group_concat(v.replica || ':' || v.write, ' '), d.id
        FROM documents d CROSS JOIN versions v ON v.document = d.id AND v.is_current
        WHERE d.digest IS NULL AND d.id > ? GROUP BY d.id ORDER BY d.id LIMIT ?
        """, arguments: [row, count])
    return try Array(
      rows.map { row in
        let id = try DocumentID(source: row[0], path: row[1])
        let digest = try sound(.document(id)) {
          try DocumentState.digest(
            id, context: ContextColumns.value(row[2], row[3]),
            dots: (row[5] as String).split(separator: " ").compactMap { Dot(String($0)) },
            attributes: AttributesColumn.value(row[4]))
        }
        return try (row[6], id, digest)
      })
  }
}

extension StoreWriter {
  /// Computes and records the digests of at most `count` documents without a recorded one, in the order of their rows
  /// after the row `after`. If no document lacks its digest then, stores `claim`, the right to record the tree's root.
  ///
  /// - Returns: the last row for which this call computed a digest; nil if no documents are left.
  package func recordStateDigests(after row: Int64, atMost count: Int, _ claim: DigestClaim) throws -> Int64? {
    let computed = try reader.computedDigests(after: row, atMost: count)
    let update = try database.cachedStatement(sql: "UPDATE documents SET digest = ? WHERE id = ?")
    for (row, _, digest) in computed {
      if let digest { try update.execute(arguments: [digest.column, row]) }
    }
    if computed.count == count { return computed.last?.row }
    try database.execute(
      sql: """
        UPDATE meta SET root = ? WHERE coalesce(length(root), 0) <> 16 AND NOT EXISTS (
          SELECT 1 FROM documents d CROSS JOIN versions v ON v.document = d.id AND v.is_current WHERE d.digest IS NULL)
        """, arguments: [claim.column])
    return nil
  }

  /// Records the digest of the root of the tree over all documents' states, if `claim` is still valid.
  package func record(treeRoot root: UInt128, _ claim: DigestClaim) throws {
    let column = withUnsafeBytes(of: root.bigEndian) { Data($0) }
    try database.execute(sql: "UPDATE meta SET root = ? WHERE root = ?", arguments: [column, claim.column])
  }
}
