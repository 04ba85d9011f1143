package import Corpus
internal import Foundation
internal import GRDB

/// A served passage, and what of it is no longer what was stored.
package struct StoredPassage: Hashable, Sendable {
  package enum VectorCondition: Hashable, Sendable {
    case sound, damaged, missing
    /// It waits for one.
    case awaited
  }

  package let placement: Placement
  package let isTextSound: Bool
  package let vector: VectorCondition
}

extension StoreReader {
  /// A document's passages with their texts hashed and their vectors summed, in their order.
  ///
  /// - Complexity: one query; O(*b*) for *b* bytes of texts and vectors.
  package func storedPassages(of id: DocumentID) throws -> [StoredPassage] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT p.ordinal, p.start, p."end", p.first_line, p.last_line, p.headings, c.address, c.text,
          v.components, v.checksum, a.address IS NOT NULL
        FROM documents d JOIN placements p ON p.document = d.id JOIN chunks c ON c.id = p.chunk
        LEFT JOIN vectors v ON v.address = c.address AND v.space = d.space
        LEFT JOIN awaited a ON a.address = c.address AND a.space = d.space
        WHERE d.source = ? AND d.path = ? AND d.is_served ORDER BY p.ordinal
        """)
    return try Array(
      Row.fetchCursor(statement, arguments: [id.source, id.path]).map { row in
        let placement = try Self.placement(row)
        let text = String.fromDatabaseValue(row[7]).map { NormalizedText(stored: $0) }
        return StoredPassage(
          placement: placement, isTextSound: text.map { ContentAddress(hashing: $0) } == placement.address,
          vector: Self.condition(of: row))
      })
  }

  private static func condition(of row: Row) -> StoredPassage.VectorCondition {
    guard let components = row[8] as Data?, let checksum = row[9] as Int64? else {
      return row[10] ? .awaited : .missing
    }
    return VectorColumn.vector(components, checksum: checksum) == nil ? .damaged : .sound
  }
}
