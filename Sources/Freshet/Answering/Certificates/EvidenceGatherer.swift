internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// Compares a served document with its file at the time of an answer, and returns the result as a `Freshness`.
///
/// If the file's stamp (size, times, inode) proves that the file hasn't changed since it was indexed, that is
/// sufficient. Otherwise the gatherer reads the file and compares the bytes. It checks each document once per answer,
/// even if several of its passages are hits.
struct EvidenceGatherer {
  let sources: SourceSet
  let watchers: [WatcherRecord]
  /// The identity of each source's folder at the time when it was indexed. The keys are names of sources.
  let roots: [String: RootIdentity]
  let clock: WallClock
  /// Whether to read and compare the bytes even if the file's stamp proves that the file is unchanged.
  let readsBytes: Bool
  /// If the answer shows an earlier state of the store, this is that state's token. Nil for the current state.
  let past: SessionToken?
  private var known: [DocumentID: (Freshness, Verification)] = [:]

  init(
    _ state: RecordedSources, in environment: CacheEnvironment, readsBytes: Bool, past: SessionToken? = nil
  ) {
    sources = environment.sources
    watchers = state.watchers
    roots = Dictionary(keepingFirst: state.records.compactMap { record in record.known.map { (record.name, $0) } })
    clock = environment.clock
    self.readsBytes = readsBytes
    self.past = past
  }

  mutating func evidence(for served: ServedDocument) -> (Freshness, Verification) {
    if let known = known[served.document] { return known }
    var found = look(at: served)
    if let why = served.heldBack, found.0 != .fresh { found = (.unverified(why: why), served.verified) }
    known[served.document] = found
    return found
  }

  static let sentByReplica = "another store sent it, and this store has no source file to compare it with"

  private func look(at served: ServedDocument) -> (Freshness, Verification) {
    if let past { return (.unverified(why: PastState.reason(past)), served.verified) }
    if served.siblings > 1 { return (.conflicted, served.verified) }
    if served.document.source == DocumentID.pushed { return (.fresh, served.verified) }
    if served.verified.method == .replica {
      return (.unverified(why: Self.sentByReplica), served.verified)
    }
    guard let source = sources[served.document.source] else {
      return (.unverified(why: "no folder is known for the source \(served.document.source)"), served.verified)
    }
    let now = clock()
    switch source.directory.probe(served.document.path, lastSeen: served.stamped) {
    case .present(let stamp):
      if !readsBytes, served.stamped?.vouches(for: stamp) == true {
        return (.fresh, Verification(method: .stat, at: now))
      }
      return compareBytes(of: served, touched: stamp.modified, source)
    case .absent:
      if let difference = rootDifference(of: source) {
        return (.unverified(why: "the folder is not the one that was indexed (\(difference))"), served.verified)
      }
      return (.orphaned, Verification(method: .stat, at: now))
    case .excluded(let reason):
      return (.unverified(why: "its file no longer counts as a document: \(reason.rawValue)"), served.verified)
    case .hidden:
      return (
        .unverified(why: "its name is hidden or secret-like, and no argument or `include` pattern names it"),
        served.verified
      )
    case .unknown(let doubt): return byWatch(served, now) ?? (.unverified(why: "\(doubt)"), served.verified)
    }
  }

  /// How the source's folder differs from the folder that was indexed; nil if they are the same. If they differ, a
  /// missing document may still exist in the indexed folder.
  private func rootDifference(of source: DirectorySource) -> String? {
    guard let known = roots[source.name] else { return nil }
    do {
      return try source.directory.rootIdentity().difference(from: known)
    } catch {
      return "\(error)"
    }
  }

  /// Evidence from a watcher in another process, for a file that this process can't access. A watcher marks each
  /// document that may have changed, so a marked document is suspect and any other is fresh. Nil if no healthy watcher
  /// is alive, or if the watcher's records don't reach up to the time at which the document was verified.
  private func byWatch(_ served: ServedDocument, _ now: Timestamp) -> (Freshness, Verification)? {
    guard let watcher = watchers.first(where: { $0.source == served.document.source }), watcher.isAlive(at: now),
      watcher.health == .watching, let upTo = watcher.upTo, served.verified.at <= upTo
    else { return nil }
    if let since = served.suspectSince { return (.suspect(since: since), served.verified) }
    return (.fresh, Verification(method: .watch, at: upTo))
  }

  private func compareBytes(
    of served: ServedDocument, touched: Timestamp, _ source: DirectorySource
  ) -> (Freshness, Verification) {
    do {
      switch try source.read(served.document, lastSeen: served.stamped, now: clock).0 {
      case .revision(let stamped):
        let verification = Verification(method: .contentHash, at: stamped.lookedAt)
        let isSame = stamped.revision == served.revision
        return (isSame ? .fresh : .stale(since: touched), verification)
      case .skipped(let entry) where entry.stamped != nil:
        return (.stale(since: touched), Verification(method: .contentHash, at: clock()))
      case .skipped(let entry):
        return (.unverified(why: "its file no longer counts as a document: \(entry.reason.rawValue)"), served.verified)
      case .unreadable(let why), .refused(let why): return (.unverified(why: why), served.verified)
      case .vanished, .rewritten: return (.suspect(since: touched), served.verified)
      }
    } catch {
      return (.unverified(why: "\(error)"), served.verified)
    }
  }
}
