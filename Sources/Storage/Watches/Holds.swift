package import FreshetCorpus
internal import GRDB

/// A hold on removals of a source's documents. A hold keeps the documents served, because the loss is so large that a
/// person must confirm it.
package struct Hold: Hashable, Sendable {
  /// The reason for the hold, and what the user can do.
  package let why: String
  /// The number of the newest change when the hold began. Documents that were added later don't count in the decision
  /// whether the loss is large.
  package let since: Int64

  package init(why: String, since: Int64) {
    self.why = why
    self.since = since
  }
}

extension StoreReader {
  /// The hold on removals of documents from `source`, which a person must confirm; nil if there is no such hold.
  ///
  /// - Parameter peer: the replica that sent the removals; nil for removals that scans of the source found.
  package func hold(of source: String, by peer: ReplicaID? = nil) throws -> Hold? {
    let row = try Row.fetchOne(
      database, sql: "SELECT why, since FROM holds WHERE source = ? AND peer = ?",
      arguments: [source, peer?.name ?? ""])
    return row.map { Hold(why: $0.checkedText(0) ?? "", since: $0.checkedInteger(1) ?? .max) }
  }

  /// Whether the store holds back removals that the replica `peer` sent.
  package func hasHold(by peer: ReplicaID) throws -> Bool {
    try Bool.fetchOne(
      database, sql: "SELECT EXISTS (SELECT 1 FROM holds WHERE peer = ?)", arguments: [peer.name]) ?? false
  }

  /// Why the store holds back removals that other replicas sent, by source. Omits sources without such removals. If
  /// several replicas sent some, contains the reason for the first replica in the order of names.
  package func holdsOfPeers() throws -> [String: String] {
    let rows = try Row.fetchCursor(
      database,
      sql: "SELECT source, why FROM holds WHERE \(HiddenKey.isOfReplica) ORDER BY source, peer")
    return try Dictionary(Array(rows.map { ($0.checkedText(0) ?? "", $0.checkedText(1) ?? "") })) { first, _ in first }
  }

  /// The served documents of `source` all of whose kept versions were first served after the change `sequence`.
  /// Includes documents that other replicas sent only if `withReplicas` is true.
  package func newcomers(to source: String, since sequence: Int64, withReplicas: Bool) throws -> Set<DocumentID> {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT path FROM documents d WHERE source = ?1 AND is_served AND (?3 OR method <> 'replica') AND NOT EXISTS (
          SELECT 1 FROM versions v WHERE v.document = d.id AND (v.served_from IS NULL OR v.served_from <= ?2))
        """, arguments: [source, sequence, withReplicas])
    return try Set(Array(rows.map { try DocumentID(source: source, path: $0[0]) }))
  }

  /// The number of served documents of `source`, including documents from other replicas.
  package func servedCount(ofAny source: String) throws -> Int {
    let statement = try database.cachedStatement(sql: "SELECT count(*) FROM documents WHERE source = ? AND is_served")
    return try Int.fetchOne(statement, arguments: [source]) ?? 0
  }
}

extension StoreWriter {
  /// Begins a hold on removals of a source's documents, or updates the reason of an existing hold. An existing hold
  /// keeps its beginning.
  package func recordHold(_ hold: Hold, of source: String, by peer: ReplicaID? = nil) throws {
    try database.execute(
      sql: """
        INSERT INTO holds (source, peer, why, since) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET why = excluded.why
        """, arguments: [source, peer?.name ?? "", hold.why, hold.since])
  }

  package func endHold(of source: String, by peer: ReplicaID? = nil) throws {
    try database.execute(
      sql: "DELETE FROM holds WHERE source = ? AND peer = ?", arguments: [source, peer?.name ?? ""])
  }

  /// Makes `holds`, by source, the only holds on removals that the replica `peer` sent. Call it after a synchronization
  /// with `peer`.
  package func replaceHolds(by peer: ReplicaID, _ holds: [String: Hold]) throws {
    let former = try String.fetchAll(database, sql: "SELECT source FROM holds WHERE peer = ?", arguments: [peer.name])
    for source in former where holds[source] == nil { try endHold(of: source, by: peer) }
    for (source, hold) in holds { try recordHold(hold, of: source, by: peer) }
  }
}
