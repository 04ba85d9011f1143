internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// A garbage collection in steps. Each step is a commit that holds the writers' lock for a short time, and other
/// processes can write between two steps.
///
/// The reads that find garbage and prove it don't take the lock. If the process is killed, the commits so far stay; the
/// next collection does the rest.
struct GarbageRun {
  let store: Store
  let retention: Retention
  let now: Timestamp
  /// Waits between two steps.
  let pause: @Sendable (Duration) async throws -> Void
  private var collected = CollectedGarbage()

  /// The part of the write-ahead log, in bytes, from which on a step moves it into the database file. Moving more at
  /// once would hold the lock for longer than a step.
  private static let movedFrom = 1 << 20
  /// What a row costs that only the key of a table names, in bytes.
  private static let keyBytes = 64

  init(
    of store: Store, _ retention: Retention, at now: Timestamp,
    pause: @escaping @Sendable (Duration) async throws -> Void
  ) {
    (self.store, self.retention, self.now, self.pause) = (store, retention, now, pause)
  }

  /// - Throws: `StorageError.unprovenGarbage` if two computations of the unreachable content disagree. If they disagree
  ///   about the state before the collection, nothing has been deleted by then; otherwise no content.
  mutating func run() async throws -> CollectedGarbage {
    _ = try store.read { try $0.provenGarbage() }
    try await forget()
    try await free()
    if collected != CollectedGarbage() { try store.write { try $0.endCollection() } }
    collected.freeBytes = try store.read { try $0.freeBytes() }
    return collected
  }

  private mutating func forget() async throws {
    let (now, retention) = (now, retention)
    let queue = try store.read { try $0.unplacedQueue(at: now) }
    try await inSteps(queue, size: { _ in Self.keyBytes }) { writer, rows, _ in
      try writer.forgetQueued(rows, at: now)
    }
    let versions = try store.read { try $0.expiredVersions(retention) }
    try await inSteps(versions, size: \.bytes) { try $0.forgetVersions($1, retention, &$2) }
    let documents = try store.read { try $0.expiredDocuments(retention) }
    try await inSteps(documents, size: \.bytes) { try $0.forgetDocuments($1, retention, &$2) }
    if collected.documents > 0 { try store.write { try $0.forgetUnusedMounts() } }
  }

  private mutating func free() async throws {
    try await withdrawCandidates()
    let presumed = try store.read { try $0.presumedGarbage() }
    let (old, cutoff) = (presumed.passages.filter { $0.keptAt <= retention.grace }, retention.grace)
    collected.sparedPassages = presumed.passages.count - old.count
    if old.isEmpty, presumed.blobs.isEmpty { return }
    let collection = try store.write { try $0.beginCollection() }
    try await inSteps(old, size: { _ in Self.keyBytes }) { writer, rows, _ in
      try writer.nominate(rows, in: collection)
    }
    try await inSteps(presumed.blobs, size: { _ in Self.keyBytes }) { writer, rows, _ in
      try writer.nominate(rows, in: collection)
    }
    let garbage = try store.read { try $0.provenGarbage() }
    let passages = garbage.passages.filter { $0.keptAt <= cutoff }
    try await inSteps(passages, size: \.bytes) { try $0.free($1, in: collection, keptBy: cutoff, &$2) }
    try await inSteps(garbage.blobs, size: \.bytes) { try $0.free($1, in: collection, &$2) }
    try await withdrawCandidates()
  }

  /// Removes the candidates that this collection or one that was killed has left.
  private mutating func withdrawCandidates() async throws {
    var pace = StepPace()
    var areLeft = try store.read { try $0.hasCandidates() }
    while areLeft {
      let count = pace.capacity / StepPace.bytesPerRow
      areLeft = try await step(&pace, sizes: repeatElement(0, count: count)) {
        try $0.withdrawCandidates(atMost: count)
      }
    }
  }

  /// Calls `body` with the rows in their order, as many at a time as one step may take, each time in a commit.
  private mutating func inSteps<Row>(
    _ rows: [Row], size: (Row) -> Int,
    _ body: (StoreWriter, ArraySlice<Row>, inout CollectedGarbage) throws -> Void
  ) async throws {
    var (pace, rest) = (StepPace(), rows[...])
    while !rest.isEmpty {
      let piece = rest.prefix(pace.count(of: rest.lazy.map(size)))
      let before = collected
      collected = try await step(&pace, sizes: piece.map(size)) { writer in
        var after = before
        try body(writer, piece, &after)
        return after
      }
      rest = rest.dropFirst(piece.count)
    }
  }

  private func step<Value>(
    _ pace: inout StepPace, sizes: some Sequence<Int>, _ body: (StoreWriter) throws -> Value
  ) async throws -> Value {
    try Task.checkCancellation()
    try await pause(pace.pause)
    var began = ContinuousClock.now
    let value = try store.write(durably: false) { writer in
      began = .now  // from here on this process holds the lock
      return try body(writer)
    }
    let held = ContinuousClock.now - began
    pace.learn(sizes, held: max(held, try await moveLog(after: held)))
    return value
  }

  /// Moves the write-ahead log into the database file if enough of it is in use, after a pause as before a step.
  ///
  /// - Returns: how long this process took and held the writers' lock for that.
  private func moveLog(after held: Duration) async throws -> Duration {
    guard store.logIsUsed(from: Self.movedFrom) else { return .zero }
    try await pause(max(held, StepPace.shortestPause))
    let began = ContinuousClock.now
    try store.checkpoint()
    return .now - began
  }
}
