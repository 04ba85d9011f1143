package import Corpus
internal import GRDB

/// A store that turns out to be a copy, or a restored backup: it goes on under a new name, and what it wrote under the old one
/// since its original went another way gets new names, too.
extension StoreWriter {
  /// - Parameter clock: the newest stamp that is known of the original; nil when nothing was written since the copy was made.
  package func becomeAnotherReplica(since clock: HybridTime? = nil) throws {
    let old = try reader.identity().replica
    let shared = try clock.map { try lastWrite(of: old, upTo: $0) } ?? reader.writes()
    try database.execute(sql: "UPDATE meta SET replica = ?", arguments: [Store.randomName()])
    try see(VersionVector([old: shared]))
    if clock != nil { try rename(writesOf: old, after: shared) }
  }

  /// Whoever has seen more of this store's writes than there are has seen a future that was lost when it was restored.
  ///
  /// - Returns: whether it goes on under another name.
  @discardableResult
  package func renew(ifBehind seen: VersionVector) throws -> Bool {
    let own = try reader.identity().replica
    guard seen.counts[own, default: 0] > (try reader.writes()) else { return false }
    try becomeAnotherReplica()
    return true
  }

  private func lastWrite(of replica: ReplicaID, upTo clock: HybridTime) throws -> UInt64 {
    let write = try Int64.fetchOne(
      database, sql: "SELECT max(write) FROM versions WHERE replica = ? AND stamp <= ?",
      arguments: [replica.name, clock.ticks])
    return UInt64(bitPattern: write ?? 0)
  }

  private func rename(writesOf old: ReplicaID, after shared: UInt64) throws {
    let rows = try Row.fetchAll(
      database,
      sql: "SELECT id, document, write FROM versions WHERE replica = ? AND write > ? ORDER BY document, write",
      arguments: [old.name, Int64(bitPattern: shared)])
    var names: [Int64: [Dot: Dot]] = [:]
    for row in rows {
      let dot = try nextDot()
      names[row[1], default: [:]][Dot(replica: old, write: UInt64(bitPattern: row[2]))] = dot
      try database.execute(
        sql: "UPDATE versions SET replica = ?, write = ? WHERE id = ?",
        arguments: [dot.replica.name, Int64(bitPattern: dot.write), row[0] as Int64])
    }
    let documents = try Row.fetchAll(database, sql: "SELECT id, version, attributes FROM documents")
    for row in documents { try rename(names[row[0]] ?? [:], row, old, after: shared) }
  }

  /// Fields and tags may name writes whose versions were forgotten: those, too, get names of their own.
  private func rename(_ names: [Dot: Dot], _ row: Row, _ old: ReplicaID, after shared: UInt64) throws {
    let version = try JSONColumn.value(VersionVector.self, row[1])
    guard version.counts[old, default: 0] > shared else { return }
    let attributes = try AttributesColumn.value(row[2])
    var names = names
    for dot in attributes.dots.sorted() where dot.replica == old && dot.write > shared && names[dot] == nil {
      names[dot] = try nextDot()
    }
    let kept = VersionVector(version.counts.merging([old: shared], uniquingKeysWith: min))
    try database.execute(
      sql: "UPDATE documents SET version = ?, attributes = ? WHERE id = ?",
      arguments: [
        JSONColumn.text(names.values.reduce(kept) { $0.covering($1) }), AttributesColumn.text(attributes.renaming(names)),
        row[0] as Int64,
      ])
  }
}
