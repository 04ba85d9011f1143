package import FreshetCorpus
internal import GRDB

/// Gives a new replica name to a store that turns out to be a copy or a restored backup of another store. Writes that
/// the copy has made under the old name since the two diverged get new names, too.
extension StoreWriter {
  /// Gives this store a new replica name, and renames the writes that it made after `clock` under the old name.
  ///
  /// - Parameter clock: the newest known stamp (hybrid logical time) of the original store. Writes up to it belong to
  ///   the original and keep their names. Nil if this store has written nothing since the copy was made.
  package func becomeAnotherReplica(since clock: HybridTime? = nil) throws {
    let old = try reader.identity().replica
    let shared = try clock.map { try lastWrite(of: old, upTo: $0) } ?? reader.writes()
    try database.execute(sql: "UPDATE meta SET replica = ?", arguments: [Store.randomName()])
    try see(VersionVector([old: shared]))
    if clock != nil { try rename(writesOf: old, after: shared) }
  }

  /// Gives this store a new replica name if `seen`, another replica's causal context, proves that this store is a
  /// restored backup.
  ///
  /// - Returns: whether the store got a new name.
  @discardableResult
  package func renew(ifBehind seen: CausalContext) throws -> Bool {
    guard try reader.isBehind(seen) else { return false }
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

  /// Renames writes in a document's causal context and attributes. A field or tag may refer to a write whose version
  /// the store has deleted; that write gets a new name, too.
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
