internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetSeededNumbers

/// One seeded history: replicas that are written to and exchange what they have, and all that goes wrong.
///
/// Trees, walks, merges and names are the real ones, in the order of `SyncClient` and `SyncServer`. Between any two messages
/// of an exchange others may write, collect garbage and exchange. A store that was restored over its lost future, and was
/// written to since, meets first who can find it out: what it spreads before, under names that others know, no protocol tells
/// apart. It is restored only when its clock had not run ahead of its wall clock, and to a state that still has its newest write,
/// and collects no garbage before it is found out: otherwise writes from before count as ones since, and what they superseded can
/// stand again.
struct ReplicaSimulation {
  struct Violation: Error {
    let what: String
  }

  /// The exchange ended.
  struct CrashDuringSync: Error {}

  enum Fault: String, CaseIterable {
    case crashDuringSync, concurrentWrites, garbage, away, copy, restoration, wrongClock
  }

  struct Writer {
    var contexts: [DocumentID: CausalContext] = [:]
    var read: [DocumentID: WriteSet] = [:]
  }

  /// A store that was restored, and whose lost future others have: not found out yet.
  struct Suspect {
    let replica: Int
    let name: ReplicaID
    /// Its writes up to the restoration.
    let count: UInt64
    /// Those that can find it out whatever it writes.
    let witnesses: Set<Int>
    var hasWritten = false
  }

  static let documents = (0..<4).map { DocumentID(source: "notes", path: "\($0)") }

  let bug: ReplicaBug?
  let faults: [Fault]
  let tracing: Bool
  var random: SplitMix64
  var replicas: [SimulatedReplica]
  var writers = Array(repeating: Writer(), count: 3)
  var oracle = ReplicaOracle()
  /// ms
  var now: Int64 = 1_000_000
  /// ms
  var drifts: [Int64]
  var awayUntil: [Int]
  var backups: [Int: SimulatedReplica] = [:]
  var suspect: Suspect?
  /// Documents that some replica has forgotten: what was seen shows that they were removed, not their states.
  var forgotten: Set<DocumentID> = []
  var step = 0
  /// Exchanges that are under way.
  var depth = 0
  var landmarks: [String: Int] = [:]
  var trace: [String] = []

  init(seed: UInt64, bug: ReplicaBug? = nil, tracing: Bool = false) {
    self.bug = bug
    self.tracing = tracing
    var random = SplitMix64(seed: seed)
    faults = Fault.allCases.filter { _ in random.chance(45) }
    let count = random.pick([2, 2, 3, 3, 4, 5, 8])
    replicas = (0..<count).map { SimulatedReplica($0, bug: bug) }
    drifts = replicas.map { _ in Int64.random(in: -2_000...2_000, using: &random) }
    awayUntil = replicas.map { _ in 0 }
    self.random = random
  }

  mutating func run() throws(Violation) {
    if faults.contains(.wrongClock) { drifts[any()] = 900_000 }
    if faults.contains(.away) { awayUntil[any()] = 35 }
    for _ in 0..<Int.random(in: 10...50, using: &random) {
      step += 1
      pass()
      try draw()
      try check()
    }
    try converge()
    if landmarks["restore"] == nil { return }
    // Names that were given twice show when there are more writes.
    for _ in 0..<(3 * replicas.count) { write() }
    try converge()
  }

  mutating func any() -> Int { Int.random(in: 0..<replicas.count, using: &random) }

  mutating func pass() { now += Int64.random(in: 1...60_000, using: &random) }

  func time(at replica: Int) -> Timestamp { Timestamp(nanoseconds: (now + drifts[replica]) * 1_000_000) }

  mutating func note(_ landmark: String, _ what: @autoclosure () -> String = "") {
    landmarks[landmark, default: 0] += 1
    if tracing { trace.append("\(step) \(String(repeating: "  ", count: depth))\(landmark) \(what())") }
  }

  private mutating func draw() throws(Violation) {
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<50: write()
    case 50..<80: try exchangeSomewhere()
    case 80..<88: if faults.contains(.garbage) { collectGarbage() }
    case 88..<90: if faults.contains(.copy) { copy() }
    case 90..<93: keepBackup()
    case 93..<99: if faults.contains(.restoration) { restore() }
    default: drifts = drifts.map { min($0, 2_000) }
    }
  }

  /// What others do between two messages.
  mutating func pause() throws(Violation) {
    guard faults.contains(.concurrentWrites), !isConverging else { return }
    switch Int.random(in: 0..<20, using: &random) {
    case 0..<3: write()
    case 3: if faults.contains(.garbage) { collectGarbage() }
    case 4: if depth == 1 { try exchangeSomewhere() }
    default: break
    }
  }

  mutating func write() {
    let (replica, id) = (any(), random.pick(Self.documents))
    let number = Int.random(in: 0..<writers.count, using: &random)
    if oracle.isFull || suspect?.replica == replica && (depth > 0 || suspect!.witnesses.isEmpty) { return }
    if random.chance(60) { read(id, at: replica, by: number, forgetting: random.chance(50)) }
    let context = writers[number].contexts[id] ?? CausalContext()
    if context.newestWrite(of: replicas[replica].name) > replicas[replica].writes
      || isAmbiguous(context, at: replica)
    {
      writers[number] = Writer()
      return
    }
    let text: String? = random.chance(25) ? nil : random.pick(["same", "text \(oracle.writes.count)"])
    let change = text == nil ? AttributeChange() : drawChange()
    let content = text.map(Self.content)
    let version = replicas[replica].write(content, to: id, context: context, change: change, at: time(at: replica))
    let past = writers[number].read[id] ?? []
    let write = oracle.add(
      ReplicaOracle.Write(
        document: id, past: past, there: replicas[replica].reached[id] ?? [], text: text, change: change,
        stamp: version.stamp, dot: version.dot))
    replicas[replica].reached[id, default: []].insert(write)
    if replicas[replica].names.updateValue(write, forKey: version.dot) != nil {
      replicas[replica].twiceNamed = version.dot
    }
    if suspect?.replica == replica { suspect?.hasWritten = true }
    let stands = replicas[replica].state(of: id).versions
    let after =
      bug == .receiptCoversUnread
      ? context.coveringAll(upTo: version.dot)
      : stands.siblings.count == 1 ? stands.context : context.covering(version.dot)
    writers[number].contexts[id] = after
    if after.covers(version.dot) {
      writers[number].read[id] = past.union([write]).union(
        superseded(id, at: replica).intersection(covered(id, after, at: replica)))
    }
    note(
      "write",
      "\(write) = \(version.dot) of \(id.path) at \(replica) by \(number) having read \(past.members): \(text ?? "-") \(change)"
    )
  }

  private mutating func read(_ id: DocumentID, at replica: Int, by number: Int, forgetting: Bool) {
    let context = replicas[replica].state(of: id).versions.context
    let reached = oracle.closed(replicas[replica].reached[id] ?? [])
    let old = forgetting ? Writer() : writers[number]
    writers[number].contexts[id] = (old.contexts[id] ?? CausalContext()).merged(with: context)
    writers[number].read[id] = (old.read[id] ?? []).union(reached.intersection(covered(id, context, at: replica)))
  }

  /// Those writes whose names a context covers: after a document was forgotten, its context begins anew.
  private func covered(_ id: DocumentID, _ context: CausalContext, at replica: Int) -> WriteSet {
    var covered = WriteSet()
    for (write, it) in oracle.writes.enumerated() where it.document == id && context.covers(it.dot) {
      covered.insert(write)
    }
    for (dot, write) in replicas[replica].names where oracle.writes[write].document == id && context.covers(dot) {
      covered.insert(write)
    }
    return covered
  }

  /// What no longer stands where it was: it does no harm that a context which begins anew covers it.
  private func superseded(_ id: DocumentID, at replica: Int) -> WriteSet {
    let reached = replicas[replica].reached[id] ?? []
    return oracle.closed(reached).subtracting(oracle.standingWrites(reached))
  }

  private mutating func drawChange() -> AttributeChange {
    var change = AttributeChange()
    if random.chance(30) {
      let (name, isTaken) = (random.pick(["f", "g"]), random.chance(25))
      change.fields[name] = isTaken ? .some(nil) : "\(oracle.writes.count)"
    }
    if random.chance(30) { change.addedTags = [random.pick(["t", "u"])] }
    if random.chance(20) { change.removedTags = [random.pick(["t", "u"])] }
    return change
  }

  private static func content(_ text: String) -> VersionContent {
    VersionContent(
      revision: Revision(hashing: Array(text.utf8)), sizeInBytes: text.utf8.count, format: .markdown, chunker: "",
      title: nil, metadata: [:], placements: [])
  }

  mutating func collectGarbage() {
    let replica = any()
    if suspect?.replica == replica { return }
    let cutoff = Timestamp(nanoseconds: (now - Int64.random(in: 0...400_000, using: &random)) * 1_000_000)
    replicas[replica].forgetHistory(before: cutoff)
    let forgotten = replicas[replica].forgetRemoved(before: cutoff)
    self.forgotten.formUnion(forgotten)
    if !forgotten.isEmpty { note("forget", "\(forgotten.map(\.path)) at \(replica)") }
  }

  /// Whether a writer has read names at a store that isn't found out yet, and takes them elsewhere.
  private func isAmbiguous(_ context: CausalContext, at replica: Int) -> Bool {
    suspect.map { $0.replica != replica && context.newestWrite(of: $0.name) > $0.count } ?? false
  }

  /// A store that has met who counted more of its writes than it has knows that it was restored, and gives no name again.
  mutating func meet(_ replica: Int, _ seen: VersionVector) {
    guard let suspect, suspect.replica == replica, !suspect.hasWritten else { return }
    if seen.counts[suspect.name, default: 0] > suspect.count { self.suspect = nil }
  }

  /// A store that was restored is found out: who read it before begins anew.
  mutating func clearSuspect() {
    guard let suspect, replicas[suspect.replica].name != suspect.name else { return }
    self.suspect = nil
    writers = writers.map { $0.forgettingLost(suspect.name, beyond: suspect.count) }
  }

  private mutating func copy() {
    let original = any()
    guard replicas.count < 8, suspect?.replica != original else { return }
    var copy = replicas[original]
    copy.slot = replicas.count
    if bug != .copyKeepsName { copy.becomeAnother() }
    replicas.append(copy)
    drifts.append(0)
    awayUntil.append(0)
    note("copy", "\(original) as \(copy.name.name)")
  }

  private mutating func keepBackup() {
    let replica = any()
    if suspect?.replica == replica { return }
    backups[replica] = replicas[replica]
  }

  private mutating func restore() {
    let replica = any()
    guard suspect == nil, let backup = backups[replica], backup.name == replicas[replica].name,
      replicas[replica].clock.last.timestamp <= time(at: replica),
      backup.lastWrite(of: backup.name, upTo: backup.clock.last) == backup.writes
    else { return }
    let others = replicas.indices.filter { $0 != replica }
    let know = others.filter { replicas[$0].knows(backup.name, beyond: backup.writes) }
    let witnesses = others.filter { other in
      replicas[other].peers[backup.name].map { !backup.hasHistory($0.token) } ?? false
    }
    let lost = replicas[replica].writes - backup.writes
    note("restore", "\(replica) to \(backup.writes) writes, \(lost) are lost; \(know) know, \(witnesses) are witnesses")
    let renamings = replicas[replica].renamings
    replicas[replica] = backup
    replicas[replica].renamings = renamings
    writers = writers.map { $0.forgettingLost(backup.name, beyond: backup.writes) }
    if !know.isEmpty || !witnesses.isEmpty {
      suspect = Suspect(replica: replica, name: backup.name, count: backup.writes, witnesses: Set(witnesses))
    }
  }
}

extension SimulatedReplica {
  /// Whether anything here names a write of `replica` after its `count`.
  func knows(_ replica: ReplicaID, beyond count: UInt64) -> Bool {
    seen.counts[replica, default: 0] > count
      || documents.values.contains { $0.versions.context.newestWrite(of: replica) > count }
  }
}

extension ReplicaSimulation.Writer {
  /// Who has read what is lost begins anew.
  fileprivate func forgettingLost(_ replica: ReplicaID, beyond count: UInt64) -> Self {
    contexts.values.contains { $0.newestWrite(of: replica) > count } ? Self() : self
  }
}
