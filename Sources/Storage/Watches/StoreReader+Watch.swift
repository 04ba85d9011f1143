package import FreshetCorpus
internal import GRDB

/// Queries for watchers, marked documents and the store's position.
extension StoreReader {
  /// The store's present position: its newest change and newest observation. Take the position before comparing a
  /// source with the store, and pass it with the resulting decisions.
  package func moment(at now: Timestamp? = nil) throws -> Moment {
    let row = try Row.fetchOne(database, sql: "SELECT lsn, observations FROM meta")
    guard let row else { throw StorageError.damaged(path: path, what: "its meta table has no row") }
    return try Moment(sequence: row.sequence(0), observation: row.sequence(1), takenAt: now)
  }

  /// The process that watches `source`, or did so last; nil if no process has. The record's lease says whether the
  /// watch is still valid.
  package func watcher(of source: String) throws -> WatcherRecord? {
    try watchers().first { $0.source == source }
  }

  package func watchers() throws -> [WatcherRecord] {
    let rows = try Row.fetchCursor(
      database,
      sql: "SELECT source, holder, fence, expires_at, policy, health, every, why, up_to FROM watchers ORDER BY source")
    return try Array(
      rows.map { row in
        try WatcherRecord(
          source: row[0], holder: row[1], fence: row.sequence(2), expiresAt: Timestamp(nanoseconds: row[3]),
          policy: row[4], health: health(row[5], every: row[6], why: row[7]),
          upTo: row.moment(8))
      })
  }

  /// Whether the watcher has recorded every change before the event of `cookie`, an empty file that marks a point in
  /// the sequence of file events.
  package func isAcknowledged(_ cookie: String) throws -> Bool {
    try Bool.fetchOne(
      database, sql: "SELECT EXISTS (SELECT 1 FROM barriers WHERE cookie = ?)", arguments: [cookie]) ?? false
  }

  /// The marked document (with a possible change that isn't indexed) whose change was observed first; nil if no
  /// document is marked. Documents whose indexing failed are marked, too.
  package func oldestMark() throws -> MarkedDocument? {
    try journalRows("ORDER BY observed_at, source, path LIMIT 1").first
  }

  /// All marked documents (with a possible change that isn't indexed), in order.
  package func marked() throws -> [MarkedDocument] {
    try journalRows("ORDER BY source, path")
  }

  /// The marked documents (with a possible change that isn't indexed) of a source whose path is one of `paths` or lies
  /// below one. An empty path means the whole source.
  package func marked(of source: String, below paths: [String]) throws -> [MarkedDocument] {
    if paths.contains("") { return try journalRows("WHERE source = ?", [source]) }
    return try paths.flatMap {
      try journalRows("WHERE source = ? AND \(Self.isBelow)", [source, $0, $0 + "/", $0 + "0"])
    }
  }

  package func marked(_ id: DocumentID) throws -> MarkedDocument? {
    try journalRows("WHERE source = ? AND path = ?", [id.source, id.path]).first
  }

  /// A document's most recent state transitions, oldest first.
  package func transitions(of id: DocumentID) throws -> [DocumentTransition] {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT state, at, detail FROM transitions WHERE source = ? AND path = ? ORDER BY id",
      arguments: [id.source, id.path])
    return try Array(
      rows.map { row in
        guard let state = try DocumentTransition.State(rawValue: row[0]) else {
          throw StorageError.damaged(path: path, what: "a document's state transition has an unknown state")
        }
        return try DocumentTransition(state: state, at: Timestamp(nanoseconds: row[1]), detail: row[2])
      })
  }

  private func journalRows(_ clause: String, _ arguments: StatementArguments = []) throws -> [MarkedDocument] {
    let statement = try database.cachedStatement(
      sql: "SELECT source, path, observed_at, attempts, failure, next_at, is_buried, is_held FROM journal \(clause)")
    let rows = try Row.fetchCursor(statement, arguments: arguments)
    return try Array(
      rows.map { row in
        try MarkedDocument(
          id: DocumentID(source: row[0], path: row[1]),
          observedAt: Timestamp(nanoseconds: row[2]), attempts: row.count(3), failure: row[4],
          nextAttemptAt: row.moment(5), isDeadLetter: row[6], isHeldBack: row[7])
      })
  }

  private func health(_ name: String, every: Int64?, why: String?) throws -> WatchHealth {
    switch name {
    case "watching": .watching
    case "polling": .polling(every: .nanoseconds(every ?? 0), why: why ?? "")
    case "catchingUp": .catchingUp(why: why ?? "")
    case "blind": .blind(why: why ?? "")
    default: throw StorageError.damaged(path: path, what: "a watcher's recorded health, \(name), is unknown")
    }
  }
}
