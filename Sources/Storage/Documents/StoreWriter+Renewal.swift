package import FreshetCorpus
internal import GRDB

/// A store that turns out to be a copy, or a restored backup, continues under a new name. What it wrote under the old
/// name after the original diverged gets new names, too.
extension StoreWriter {
  /// - Parameter clock: the newest stamp that is known of the original; nil when nothing was written since the copy was made.
  package func becomeAnotherReplica(since clock: HybridTime? = nil) throws {
    let old = try reader.identity().replica
    let shared = try clock.map { try lastWrite(of: old, upTo: $0) } ?? reader.writes()
    try database.execute(sql: "UPDATE meta SET replica = ?", arguments: [Store.randomName()])
    try see(VersionVector([old: shared]))
    if clock != nil { try rename(writesOf: old, after: shared) }
  }

  /// A replica that has seen more of this store's writes than there are has seen a future that was lost by a restore.
  ///
  /// - Returns: whether it goes on under another name.
  @discardableResult
  package func renew(ifBehind seen: CausalContext) throws -> Bool {
    guard seen.newestWrite(of: try reader.identity().replica) > (try reader.writes()) else { return false }
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
      try names[row[1], default: [:]][Dot(replica: old, write: row.write(2))] = dot
      try database.execute(
        sql: "UPDATE versions SET replica = ?, write = ? WHERE id = ?",
        arguments: [dot.replica.name, Int64(bitPattern: dot.write), row[0] as Int64])
    }
    let documents = try Row.fetchAll(database, sql: "SELECT id, version, dots, attributes FROM documents")
    for row in documents { try rename(names[row[0]] ?? [:], row, old, after: shared) }
  }

  /// Fields and tags may name writes whose versions were forgotten: those, too, get names of their own.
  private func rename(_ names: [Dot: Dot], _ row: Row, _ old: ReplicaID, after shared: UInt64) throws {
    let context = try ContextColumns.value(row[1], row[2])
    let attributes = try AttributesColumn.value(row[3])
    guard context.newestWrite(of: old) > shared else { return }
    var names = names
    for dot in attributes.dots.sorted() where dot.replica == old && dot.write > shared && names[dot] == nil {
      names[dot] = try nextDot()
    }
    let renamed = context.renaming(names, of: old, after: shared)
    try database.execute(
      sql: "UPDATE documents SET version = ?, dots = ?, attributes = ? WHERE id = ?",
      arguments: [
        JSONColumn.text(renamed.vector), ContextColumns.dots(renamed),
        AttributesColumn.text(attributes.renaming(names, of: old, after: shared)), row[0] as Int64,
      ])
  }
}
