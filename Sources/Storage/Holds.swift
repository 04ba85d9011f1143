package import Corpus
internal import GRDB

/// Why removals from a source are held back, and what they are measured against.
package struct Hold: Hashable, Sendable {
  /// The reason, and what to do about it.
  package let why: String
  /// How many documents of the source were served when the hold began. Documents that come later make the loss no smaller.
  package let served: Int

  package init(why: String, served: Int) {
    self.why = why
    self.served = served
  }
}

extension StoreReader {
  /// - Parameter peer: the replica whose removals are held back; nil for what scans of the source found missing.
  package func hold(of source: String, by peer: ReplicaID? = nil) throws -> Hold? {
    let row = try Row.fetchOne(
      database, sql: "SELECT why, served FROM holds WHERE source = ? AND peer = ?",
      arguments: [source, peer?.name ?? ""])
    return row.map { Hold(why: $0.checkedText(0) ?? "", served: $0.checkedCount(1) ?? .max) }
  }

  /// Why removals by peers are held back, by source.
  package func holdsOfPeers() throws -> [String: String] {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT source, why FROM holds WHERE peer <> '' ORDER BY source, peer")
    return try Dictionary(Array(rows.map { ($0.checkedText(0) ?? "", $0.checkedText(1) ?? "") })) { first, _ in first }
  }

  /// How many documents of each source are served.
  package func servedCounts() throws -> [String: Int] {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT source, count(*) FROM documents WHERE is_served GROUP BY source")
    return try Dictionary(Array(rows.map { try ($0[0], $0.count(1)) })) { first, _ in first }
  }
}

extension StoreWriter {
  /// Begins a hold, or states anew why it goes on: the documents that it is measured against stay the same.
  package func recordHold(_ hold: Hold, of source: String, by peer: ReplicaID? = nil) throws {
    try database.execute(
      sql: """
        INSERT INTO holds (source, peer, why, served) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET why = excluded.why
        """, arguments: [source, peer?.name ?? "", hold.why, hold.served])
  }

  package func endHold(of source: String, by peer: ReplicaID? = nil) throws {
    try database.execute(
      sql: "DELETE FROM holds WHERE source = ? AND peer = ?", arguments: [source, peer?.name ?? ""])
  }

  /// Makes these the only holds on removals by a peer, after an exchange with it.
  package func replaceHolds(by peer: ReplicaID, _ holds: [String: Hold]) throws {
    let former = try String.fetchAll(database, sql: "SELECT source FROM holds WHERE peer = ?", arguments: [peer.name])
    for source in former where holds[source] == nil { try endHold(of: source, by: peer) }
    for (source, hold) in holds { try recordHold(hold, of: source, by: peer) }
  }
}
