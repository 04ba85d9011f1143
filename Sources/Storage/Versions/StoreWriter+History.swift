package import FreshetCorpus
internal import GRDB

/// Records from where on history is complete, and restores former states.
extension StoreWriter {
  /// Records that the store forgot versions. It can restore only the states from the change `sequence` on completely.
  ///
  /// - Parameter sequence: the greatest `servedUntil` of the forgotten versions. The recorded number never decreases.
  package func historyIsWhole(from sequence: Int64) throws {
    try database.execute(sql: "UPDATE meta SET history_from = max(history_from, ?)", arguments: [sequence])
  }

  /// Records that history begins later, for versions that are served again. A version keeps only one interval in which
  /// it was served, so the former interval is forgotten.
  func forgetIntervals(of versions: [Int64]) throws {
    let find = try database.cachedStatement(sql: "SELECT served_until FROM versions WHERE id = ?")
    for version in versions {
      if let until = try Int64.fetchOne(find, arguments: [version]) { try historyIsWhole(from: until) }
    }
  }

  /// Stores and serves exactly `versions` of a document that this store doesn't have: a state from another store.
  ///
  /// - Parameters:
  ///   - versions: newest first, each with a text.
  ///   - context: the writes that they had seen.
  /// - Precondition: the passages' texts were kept, and a space is active.
  package func reproduce(
    _ versions: [DocumentVersion], of id: DocumentID, context: VersionVector, in space: SpaceID, verified: Verification
  ) throws {
    let heads = Dictionary(versions.map { ($0.dot, $0.head) }) { first, _ in first }
    try stand(
      VersionSet(context: CausalContext(context), siblings: heads), adding: versions, Attributes(),
      of: try documentRow(id),
      at: verified.at)
    try serve(versions.map(\.dot), siblings: versions.count, of: id, in: space, verified: verified)
  }
}
