package import FreshetCorpus
internal import GRDB

/// Records from which change on the history is complete, and installs versions from an earlier state.
extension StoreWriter {
  /// Records that the store deleted old versions. From now on it can restore completely only the states from the change
  /// `sequence` on.
  ///
  /// - Parameter sequence: the greatest `servedUntil` of the deleted versions. The recorded number never decreases.
  package func historyIsWhole(from sequence: Int64) throws {
    try database.execute(sql: "UPDATE meta SET history_from = max(history_from, ?)", arguments: [sequence])
  }

  /// Records that the complete history begins later, because `versions` are served again. The store keeps only one
  /// interval in which a version was served, so it overwrites the former interval.
  func forgetIntervals(of versions: [Int64]) throws {
    let find = try database.cachedStatement(sql: "SELECT served_until FROM versions WHERE id = ?")
    for version in versions {
      if let until = try Int64.fetchOne(find, arguments: [version]) { try historyIsWhole(from: until) }
    }
  }

  /// Stores and serves exactly `versions` of a document that this store doesn't have. They come from another store's
  /// state.
  ///
  /// - Parameters:
  ///   - versions: the versions, newest first; each has a text.
  ///   - context: the writes that the versions include or supersede.
  /// - Precondition: the passages' texts are stored, and an embedding space is active.
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
