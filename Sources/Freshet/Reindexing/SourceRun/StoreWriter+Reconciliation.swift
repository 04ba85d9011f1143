internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

extension StoreWriter {
  /// Performs a decision that brings no new text, such as a removal. The decision is based on a scan that began after
  /// the store's position `moment`; if the document changed since, nothing is done and the result is `.overtaken`.
  func perform(
    _ action: ReconciliationAction, on id: DocumentID, over moment: Moment, at now: Timestamp
  ) throws -> Performed {
    let outcome: CommitOutcome
    var refresh: Refresh?
    switch action {
    case .keep, .markAndRead, .refresh: return Performed(end: .answered)
    case .hold(let why):
      try fail(id, why: why, at: now)
      return Performed(end: .failed(why: why))
    case .holdBack(let why):
      try fail(id, why: why, isHeldBack: true, at: now)
      return Performed(end: .failed(why: why))
    case .keepSkipped(let reason):
      outcome = try skip(id, SkipRecord(reason: reason, text: nil, stamped: nil), over: moment, at: now)
    case .confirm(let stamped): outcome = try confirm(id, stamped: stamped, over: moment)
    case .retire: (outcome, refresh) = try serveNoMore(id, over: moment, at: now)
    case .retireAndSkip(let entry):
      let retired: CommitOutcome
      (retired, refresh) = try serveNoMore(id, over: moment, at: now)
      outcome = retired == .overtaken ? retired : try skip(id, entry, over: moment, at: now)
    case .skip(let entry): outcome = try skip(id, entry, over: moment, at: now)
    case .forget:
      try answer(id, upTo: moment)
      outcome = .committed
    }
    return Performed(end: outcome == .overtaken ? .overtaken : .answered, refresh: refresh)
  }

  /// Stores and serves a document that was split into passages. Passages without a vector are queued for embedding.
  /// Until such a passage is embedded, the vector of the passage that it replaced stands in for it.
  ///
  /// - Parameter isMarked: whether the document is in a watched folder, and so may have a mark that this commit must
  ///   clear. False for a pushed document.
  func perform(
    _ install: PreparedInstall, over moment: Moment, isMarked: Bool = true, verified: Verification, at now: Timestamp
  ) throws -> Performed {
    try keep(install.texts, at: verified.at)
    try discardUnsound(install.texts.keys, in: install.manifest.space)
    let refresh = try refresh(by: install, at: now)
    let outcome = try self.install(
      install.manifest, over: moment, standIns: try standIns(for: install.manifest), isMarked: isMarked,
      verified: verified)
    if outcome == .committed { try record(refresh) }
    if outcome != .overtaken { return Performed(end: .answered, refresh: outcome == .committed ? refresh : nil) }
    try note(install.manifest.document, .overtaken, at: verified.at)
    return Performed(end: .overtaken)
  }

  private func refresh(by install: PreparedInstall, at now: Timestamp) throws -> Refresh {
    let id = install.manifest.document
    let embedded = try install.embedded ?? reader.unembedded(install.texts.keys, in: install.manifest.space).count
    return Refresh(
      document: id, changedAt: try changedAt(id, install.manifest.stamped?.stamp, now), visibleAt: now,
      passages: install.texts.count, embedded: embedded)
  }

  private func serveNoMore(
    _ id: DocumentID, over moment: Moment, at now: Timestamp
  ) throws -> (CommitOutcome, Refresh?) {
    let changedAt = try changedAt(id, nil, now)
    let outcome = try retire(id, over: moment, at: now)
    guard outcome == .committed else { return (outcome, nil) }
    let refresh = Refresh(document: id, changedAt: changedAt, visibleAt: now, passages: 0, embedded: 0)
    try record(refresh)
    return (outcome, refresh)
  }

  private func changedAt(_ id: DocumentID, _ stamp: FileStamp?, _ now: Timestamp) throws -> Timestamp? {
    let recorded = try RecordedDivergence(reader.divergence(of: id))
    return Divergence.began(stamp: stamp, observedAt: recorded.observedAt, inStepAt: recorded.inStepAt, now: now)
  }

  /// Chooses a stand-in (an old vector) for each passage that has no vector: the vector of the old passage that the new
  /// one replaced. If no passage has a vector or gets a stand-in in this way, the document's first old vector stands in
  /// for the document's first passage.
  func standIns(for manifest: Manifest) throws -> [Int: ContentAddress] {
    let new = manifest.placements.map(\.address)
    let unembedded = try reader.unembedded(Set(new), in: manifest.space)
    if unembedded.isEmpty { return [:] }
    let old = try reader.answers(of: manifest.document, in: manifest.space)
    let answering = Dictionary(old.map { ($0.own, $0.answering) }) { first, _ in first }
    let aligned = StandIns.align(old: old.map(\.own), new: new)
    var standIns: [Int: ContentAddress] = [:]
    for (ordinal, address) in new.enumerated() {
      let place = aligned[ordinal] ?? address
      if let standIn = answering[place] ?? nil, standIn != address { standIns[ordinal] = standIn }
    }
    if standIns.isEmpty, new.allSatisfy(unembedded.contains), let first = old.lazy.compactMap(\.answering).first {
      standIns[0] = first
    }
    return standIns
  }
}
