internal import FreshetCoherence
internal import FreshetCorpus

/// What a store holds of documents and of other stores, and what it does with them: `StoreWriter` without its tables.
struct SimulatedReplica {
  /// A version that no longer stands; history, until it is forgotten.
  struct Superseded {
    let dot: Dot
    let stamp: HybridTime
  }

  let store: String
  var name: ReplicaID
  /// Which of all stores it is, and the names it has had: a new one was never given.
  var slot: Int
  var renamings = 0
  /// Those that the store has a row of, whether anything of them stands or not.
  private(set) var documents: [DocumentID: DocumentState] = [:]
  private var digests: [DocumentID: Fingerprint] = [:]
  var superseded: [DocumentID: [Superseded]] = [:]
  /// Without its own writes.
  var seenOfOthers = VersionVector()
  var writes: UInt64 = 0
  var clock = HybridClock()
  /// The checksum over all that was served, after each change of it.
  var log: [UInt64] = []
  var peers: [ReplicaID: RememberedReplica] = [:]
  /// By document: the writes that have reached this store, for the oracle.
  var reached: [DocumentID: WriteSet] = [:]
  /// The write that each name stands for here, for the oracle.
  var names: [Dot: Int] = [:]
  /// A name that came for another write than it stood for.
  var twiceNamed: Dot?
  /// What an honest store sent although the checks at the border refuse it.
  var takenForLie: DocumentID?
  /// Nothing has changed since the invariants were checked.
  var isChecked = false
  let bug: ReplicaBug?

  init(_ slot: Int, bug: ReplicaBug?) {
    store = "store \(slot)"
    name = ReplicaID("r\(slot)")
    self.slot = slot
    self.bug = bug
  }

  var seen: VersionVector {
    var counts = seenOfOthers.counts
    counts[name] = writes
    return VersionVector(counts)
  }

  var token: SessionToken {
    SessionToken(store: store, sequence: Int64(log.count), history: Self.text(log.last ?? 0))
  }

  func hasHistory(_ token: SessionToken) -> Bool {
    token.store == store
      && token.positions.allSatisfy { position in
        position.sequence == 0
          || position.sequence <= log.count && Self.text(log[Int(position.sequence) - 1]) == position.history
      }
  }

  private static func text(_ history: UInt64) -> String {
    let digits = String(history, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  func state(of id: DocumentID) -> DocumentState {
    documents[id] ?? DocumentState(document: id, versions: VersionSet(), attributes: Attributes())
  }

  /// Of all that hold a version.
  var tree: MerkleTree {
    MerkleTree(digests.filter { documents[$0.key]?.versions.siblings.isEmpty == false })
  }

  func greeting(_ root: NodeDigest) -> ReplicaGreeting {
    ReplicaGreeting(
      store: store, replica: name, token: token, clock: clock.last, seen: seen, space: nil, root: root)
  }

  mutating func nextDot() -> Dot {
    writes += 1
    return Dot(replica: name, write: writes)
  }

  /// A write as `StoreWriter.write` takes it, and the row of the log that serving it adds.
  mutating func write(
    _ content: VersionContent?, to id: DocumentID, context: CausalContext, change: AttributeChange, at now: Timestamp
  ) -> DocumentVersion {
    let version = DocumentVersion(dot: nextDot(), stamp: clock.tick(at: now), content: content)
    let before = state(of: id)
    var (set, attributes) = (before.versions, before.attributes)
    if bug == .removalWithoutDot, content == nil {
      set = VersionSet(
        context: set.context.merged(with: context), siblings: set.siblings.filter { !context.covers($0.key) })
    } else {
      set.write(version, dot: version.dot, context: context)
    }
    let here = before.versions.context
    if content == nil {
      attributes.removeAll(dot: version.dot, stamp: version.stamp, context: context, here: here)
    } else {
      attributes.apply(change, dot: version.dot, stamp: version.stamp, context: context, here: here)
    }
    stand(DocumentState(document: id, versions: set, attributes: attributes), insteadOf: before)
    serve(id)
    return version
  }

  /// Makes `state` what stands; what stood beside it becomes history.
  mutating func stand(_ state: DocumentState, insteadOf before: DocumentState) {
    let gone = before.versions.siblings.filter { state.versions.siblings[$0.key] == nil }
    superseded[state.document, default: []] += gone.values.map { Superseded(dot: $0.dot, stamp: $0.stamp) }
    set(state, of: state.document)
  }

  mutating func set(_ state: DocumentState?, of id: DocumentID) {
    documents[id] = state
    digests[id] = state?.digest
    isChecked = false
  }

  /// A change of what is served is logged: its document, text and version, and its stamp, without which a store that is restored
  /// and takes the same write again couldn't be found out. The store's own log has no stamp.
  mutating func serve(_ id: DocumentID) {
    let state = state(of: id)
    var hash = StableText()
    hash.add("\(log.last ?? 0) \(log.count) \(id.path)")
    for version in state.versions.siblings.values.sorted(by: { VersionHead.isNewer($0.head, $1.head) }) {
      hash.add("\(version.content?.revision.fingerprint.hex ?? "") \(version.stamp.ticks)")
    }
    for (replica, count) in state.versions.context.vector.counts.sorted(by: { $0.key < $1.key }) {
      hash.add("\(replica.name):\(count)")
    }
    log.append(hash.value)
  }
}

/// FNV-1a over texts: the same in every process.
struct StableText {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ text: String) {
    for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    value = (value ^ 0xff) &* 0x100_0000_01b3
  }
}
