package import FreshetCorpus
internal import Foundation
internal import GRDB

/// Makes changes to a store, which are committed together or not at all. Valid only inside the `body` of `Store.write`
/// that received the writer.
package struct StoreWriter {
  let database: Database
  let path: String
  let touched = TouchedRows()

  package var reader: StoreReader { StoreReader(database: database, path: path) }

  /// Records that the source `name` is the folder at `root`.
  package func register(source name: String, root: String) throws {
    try database.execute(
      sql: """
        INSERT INTO sources (name, root) VALUES (?, ?)
        ON CONFLICT (name) DO UPDATE SET root = excluded.root
        """, arguments: [name, root])
  }

  /// Makes `space` the embedding space in which this store indexes documents from now on.
  package func activate(_ space: EmbeddingSpace) throws {
    try database.execute(
      sql: "INSERT INTO spaces (fingerprint, fields) VALUES (?, ?) ON CONFLICT DO NOTHING",
      arguments: [space.id.fingerprint.column, JSONColumn.text(space)])
    try database.execute(
      sql: """
        UPDATE meta SET space = (SELECT id FROM spaces WHERE fingerprint = ?1), tokens_per_second = NULL
        WHERE space IS NOT (SELECT id FROM spaces WHERE fingerprint = ?1)
        """, arguments: [space.id.fingerprint.column])
  }

  package func activateIfNone(_ space: EmbeddingSpace) throws {
    if try reader.activeSpace() == nil { try activate(space) }
  }

  /// How old the recorded time of a kept passage must be before `keep` updates it, in ns.
  private static let keptAgainAfter: Int64 = 3_600_000_000_000

  package func record(tokensPerSecond: Double) throws {
    try database.execute(
      sql: "UPDATE meta SET tokens_per_second = ?", arguments: [min(max(tokensPerSecond, 1e-3), 1e12)])
  }

  /// Stores passages' texts before any document contains them, so that their vectors can be stored and needn't be
  /// computed again.
  ///
  /// A garbage collection spares these passages for its grace period, even if no document contains them. If a passage
  /// was kept within the last hour, its recorded time stays.
  package func keep(_ texts: [ContentAddress: NormalizedText], at now: Timestamp) throws {
    let insert = try database.cachedStatement(
      sql: """
        INSERT INTO chunks (address, text, spaced, kept_at) VALUES (?, ?, ?, ?4)
        ON CONFLICT (address) DO UPDATE SET text = excluded.text, spaced = excluded.spaced
        WHERE text <> excluded.text OR spaced IS NOT excluded.spaced
        """)
    let renew = try database.cachedStatement(
      sql: "UPDATE chunks SET kept_at = ?1 WHERE address = ?2 AND kept_at < ?1 - ?3")
    for (address, text) in texts.sorted(by: { $0.key < $1.key }) {
      try insert.execute(arguments: [
        address.fingerprint.column, text.string, LexicalText.spaced(text.string), now.nanoseconds,
      ])
      try renew.execute(arguments: [now.nanoseconds, address.fingerprint.column, Self.keptAgainAfter])
    }
  }

  /// Stores vectors for passages that have no undamaged vector in `space`. Never replaces an undamaged vector.
  ///
  /// - Parameters:
  ///   - unknown: the passages whose text is mostly outside the embedder's vocabulary.
  ///   - unchecked: the passages whose vectors another store sent. This store hasn't compared them with its own
  ///     embedder's.
  package func keep(
    _ vectors: [ContentAddress: UnitVector], unknown: Set<ContentAddress> = [], unchecked: Set<ContentAddress> = [],
    in space: SpaceID
  ) throws {
    let missing = try reader.unembedded(vectors.keys, in: space)
    try put(vectors.filter { missing.contains($0.key) }, unknown: unknown, unchecked: unchecked, in: space)
  }

  /// Stores vectors. Replaces the vectors in `space` that these passages already have.
  func put(
    _ vectors: [ContentAddress: UnitVector], unknown: Set<ContentAddress>, unchecked: Set<ContentAddress>,
    in space: SpaceID
  ) throws {
    let insert = try database.cachedStatement(
      sql: """
        INSERT INTO vectors (address, space, components, checksum, is_unknown, is_unchecked)
        VALUES (?, (SELECT id FROM spaces WHERE fingerprint = ?), ?, ?, ?, ?)
        ON CONFLICT (address, space) DO UPDATE
        SET components = excluded.components, checksum = excluded.checksum, is_unknown = excluded.is_unknown,
          is_unchecked = excluded.is_unchecked
        """)
    for (address, vector) in vectors.sorted(by: { $0.key < $1.key }) {
      let data = VectorColumn.data(vector)
      try insert.execute(
        arguments: [
          address.fingerprint.column, space.fingerprint.column, data, VectorColumn.checksum(data),
          unknown.contains(address), unchecked.contains(address),
        ])
    }
  }

  /// Serves the content that `manifest` describes in place of the document's former content, in one step. If the
  /// content's bytes are new, the document's version advances.
  ///
  /// The caller must have stored the passages' texts before, in this commit or an earlier one. Passages without a
  /// vector are queued for embedding. Until such a passage has its vector, searches use the vector of its stand-in, if
  /// any.
  /// - Parameters:
  ///   - moment: the store's position before this process read the bytes, and after it marked the document as changed.
  ///   - standIns: for a passage's ordinal, the address of an old passage whose vector stands in.
  ///   - isMarked: false for a document that a program pushed, because no watcher marks it.
  package func install(
    _ manifest: Manifest, over moment: Moment, standIns: [Int: ContentAddress] = [:], isMarked: Bool = true,
    verified: Verification
  ) throws -> CommitOutcome {
    let id = manifest.document
    try mendContext(of: id)
    // If the mark is gone, another process has read the source after the document was marked, perhaps even later than
    // this process.
    let isAnswered = try isMarked && !hasMark(id)
    if try isAnswered || isOvertaken(id, moment) { return try answerOvertaken(by: manifest, moment) }
    let row = try write(manifest, verified: verified)
    let version = try installedVersion(manifest.content, of: id, at: verified.at)
    try place([(version, manifest.placements)], of: row)
    try awaitVectors(of: row, in: manifest.space, standIns, at: verified.at)
    try answer(id, upTo: moment)
    try log(.install, id, revision: manifest.revision, version: try reader.version(of: id), at: verified.at)
    try note(id, .installed, detail: String(manifest.revision.fingerprint.hex.prefix(12)), at: verified.at)
    return .committed
  }

  /// Returns the row id of the version to serve for `content`. If all standing versions of the document have this text
  /// already, that is the newest of them. Otherwise it is a new write, which supersedes them all.
  func installedVersion(_ content: VersionContent, of id: DocumentID, at now: Timestamp) throws -> Int64 {
    let (set, document) = (try reader.versionSet(of: id), try documentRow(id))
    guard set.agrees(on: content.revision), let newest = set.siblings.values.sorted(by: VersionHead.isNewer).first
    else {
      return try versionRow(try write(content, to: id, context: set.context, at: now), of: document)
    }
    let row = try versionRow(newest.dot, of: document)
    try describe(content, ofVersion: row)
    return row
  }

  /// Stops serving a document that the caller has proven to be gone from its source. The store keeps its passages and
  /// vectors.
  ///
  /// - Parameter moment: the store's position before the scan or check that found the document gone.
  @discardableResult
  package func retire(_ id: DocumentID, over moment: Moment, at now: Timestamp) throws -> CommitOutcome {
    if try isOvertaken(id, moment) { return .overtaken }
    guard let known = try reader.document(id) else {
      try answer(id, upTo: moment)
      return .alreadyDone
    }
    try write(nil, to: id, context: try reader.context(of: id), at: now)
    try place([], of: try documentRow(id))
    try answer(id, upTo: moment)
    try log(.retire, id, revision: known.revision, version: try reader.version(of: id), at: now)
    try note(id, .retired, at: now)
    return .committed
  }

  /// Whether a decision based on `moment` is outdated: another process has since committed a change of the document, or
  /// has ended a refresh of the document that answered a newer observation.
  func isOvertaken(_ id: DocumentID, _ moment: Moment) throws -> Bool {
    let statement = try database.cachedStatement(
      sql: "SELECT lsn > ? OR answered > ? FROM documents WHERE source = ? AND path = ?")
    return try Bool.fetchOne(
      statement, arguments: [moment.sequence, moment.observation, id.source, id.path]) ?? false
  }

  /// Returns `.alreadyDone` if the store already serves exactly what `manifest` describes, because another process read
  /// the same bytes at the same time. Otherwise returns `.overtaken`.
  private func answerOvertaken(by manifest: Manifest, _ moment: Moment) throws -> CommitOutcome {
    guard let served = try reader.document(manifest.document), served.revision == manifest.revision,
      served.space == manifest.space, served.chunker == manifest.chunker
    else { return .overtaken }
    try answer(manifest.document, upTo: moment)
    return .alreadyDone
  }

  /// Inserts or updates a document's row from `manifest`, except for its version vector and its passages. Returns the
  /// row id.
  @discardableResult
  func write(_ manifest: Manifest, verified: Verification) throws -> Int64 {
    let stamp = manifest.stamped?.stamp
    let row = try Int64.fetchOne(
      database,
      sql: """
        INSERT INTO documents (source, path, version, is_served, revision, bytes, space, chunker,
          title, metadata, method, verified_at, device, inode, modified, changed, looked_at, mounts)
        VALUES (?, ?, '{}', 1, ?, ?, (SELECT id FROM spaces WHERE fingerprint = ?), ?,
          ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (source, path) DO UPDATE SET is_served = 1,
          revision = excluded.revision, bytes = excluded.bytes, space = excluded.space,
          chunker = excluded.chunker, title = excluded.title, metadata = excluded.metadata,
          method = excluded.method, verified_at = excluded.verified_at, device = excluded.device,
          inode = excluded.inode, modified = excluded.modified, changed = excluded.changed,
          looked_at = excluded.looked_at, mounts = excluded.mounts
        RETURNING id
        """,
      arguments: [
        manifest.document.source, manifest.document.path, manifest.revision.fingerprint.column, manifest.sizeInBytes,
        manifest.space.fingerprint.column, manifest.chunker, manifest.title,
        JSONColumn.text(manifest.metadata), verified.method.rawValue, verified.at.nanoseconds,
        stamp.map { Int64(bitPattern: $0.device) }, stamp.map { Int64(bitPattern: $0.inode) },
        stamp?.modified.nanoseconds, stamp?.statusChanged.nanoseconds,
        manifest.stamped?.lookedAt.nanoseconds, try self.row(of: manifest.stamped?.mounts),
      ])
    guard let row else { throw StorageError.damaged(path: path, what: "an upsert returned no row") }
    return row
  }

  /// Appends an entry to the change log. The entry's history hash covers the previous entry's history hash and the
  /// entry's own columns (docs/FORMAT.md, section 4).
  func log(
    _ kind: Change.Kind, _ id: DocumentID, revision: Revision, version: VersionVector,
    at now: Timestamp
  ) throws {
    let row = try Row.fetchOne(database, sql: "SELECT lsn + 1, history FROM meta")
    guard let row else { throw StorageError.damaged(path: path, what: "its meta table has no row") }
    let sequence = try row.sequence(0)
    let versionText = try JSONColumn.text(version)
    let fields = [
      try row.fingerprint(1).hex, String(sequence), kind.rawValue, id.source, id.path,
      revision.fingerprint.hex, versionText,
    ]
    let history = Fingerprint(hashing: fields.map { "\($0.utf8.count):\($0)" }.joined())
    try database.execute(
      sql: """
        INSERT INTO changes (lsn, at, kind, source, path, revision, version, history)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        sequence, now.nanoseconds, kind.rawValue, id.source, id.path, revision.fingerprint.column,
        versionText, history.column,
      ])
    try database.execute(
      sql: "UPDATE meta SET lsn = ?, history = ?", arguments: [sequence, history.column])
    try database.execute(
      sql: "UPDATE documents SET lsn = ? WHERE source = ? AND path = ?", arguments: [sequence, id.source, id.path])
  }
}
