package import FreshetCorpus
internal import GRDB

/// How far back history is whole, and the states that it is made of.
extension StoreWriter {
  /// Remembers that versions were forgotten: only of states from the change of this number on is everything kept that was served.
  ///
  /// - Parameter sequence: the greatest `servedUntil` of what was forgotten. It never goes back.
  package func historyIsWhole(from sequence: Int64) throws {
    try database.execute(sql: "UPDATE meta SET history_from = max(history_from, ?)", arguments: [sequence])
  }

  /// A version that is served again, after others were in between, has one interval only: the earlier one is forgotten.
  func forgetIntervals(of versions: [Int64]) throws {
    let find = try database.cachedStatement(sql: "SELECT served_until FROM versions WHERE id = ?")
    for version in versions {
      if let until = try Int64.fetchOne(find, arguments: [version]) { try historyIsWhole(from: until) }
    }
  }

  /// Makes `versions` all that stands and is served of a document that this store doesn't have: a state of another one.
  ///
  /// - Parameters:
  ///   - versions: newest first, each with a text.
  ///   - context: what they had seen.
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
