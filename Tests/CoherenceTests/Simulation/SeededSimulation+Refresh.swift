internal import FreshetCoherence
internal import FreshetCorpus

/// A document's way from the source into the store.
extension SeededSimulation {
  mutating func put() {
    let process = Int.random(in: 0..<processes.count, using: &random)
    guard processes[process].isRunning else { return }
    let content = Int.random(in: 0..<SimulatedContent.texts, using: &random)
    let manner: RefreshManner = if case .writeBehind = settings { .textFirst } else { .whole }
    note { "process \(process): put \(content)" }
    processes[process].refreshes.append(
      SimulatedRefresh(document: SimulatedDocument.pushed, manner: manner, origin: .put(content)))
  }

  /// Takes the refresh out, performs one step of it, and puts it back unless it has ended or its process has.
  mutating func advanceRefresh(_ index: Int, _ number: Int) throws(InvariantViolation) {
    var refresh = processes[number].refreshes[index]
    let isOver: Bool
    switch refresh.phase {
    case .begin:
      isOver = !markFirst(refresh, number)
      if !isOver { begin(&refresh) }
    case .open:
      open(&refresh)
      isOver = false
    case .close:
      close(&refresh)
      isOver = try removeEarly(refresh, number)
    case .claim: isOver = claim(&refresh, number)
    case .call:
      try call(&refresh, number)
      isOver = false
    case .wait: isOver = try land(&refresh, number)
    case .commit: isOver = try install(&refresh, number)
    case .tell(let end):
      processes[number].refreshes.remove(at: index)
      return report(refresh, end, number)
    }
    if !isOver, processes[number].refreshes.indices.contains(index) { processes[number].refreshes[index] = refresh }
  }

  /// A process that isn't the watcher marks, too, before it reads: else nobody would know of what it installs.
  private mutating func markFirst(_ refresh: SimulatedRefresh, _ number: Int) -> Bool {
    guard refresh.origin == .reindex else { return true }
    return commit(number, asWatcher: false) { $0.observe([refresh.document]) }
  }

  private func begin(_ refresh: inout SimulatedRefresh) {
    refresh.moment = store.moment(step, world.now)
    refresh.known = store.served[refresh.document]
    if case .put(let content) = refresh.origin {
      refresh.content = content
      refresh.readEnded = step
      refresh.phase = refresh.manner == .whole ? .claim : .commit
    } else {
      refresh.phase = .open
    }
  }

  private mutating func open(_ refresh: inout SimulatedRefresh) {
    refresh.lookedAt = world.wall
    guard world.isMounted else {
      refresh.phase = .tell(.failed(why: "the root is gone"))
      return
    }
    if world.isReplaced, bug != .retireOnReplacedRoot {
      refresh.phase = .tell(.failed(why: "the folder is not the one that was indexed"))
      return
    }
    guard world.canRead(refresh.document) || world.isReplaced else {
      return decide(&refresh, .unreadable(why: "it can't be read"))
    }
    guard let stamp = world.stamp(refresh.document), let file = world.files[refresh.document] else {
      return decide(&refresh, .vanished)
    }
    (refresh.stamp, refresh.opened, refresh.phase) = (stamp, file.content, .close)
  }

  /// A rewrite during the read shows in the stamp, unless it falls into one tick of the file's clock.
  private mutating func close(_ refresh: inout SimulatedRefresh) {
    guard let stamp = refresh.stamp, world.stamp(refresh.document) == stamp,
      let file = world.files[refresh.document], world.canRead(refresh.document)
    else { return decide(&refresh, .rewritten) }
    refresh.isTorn = refresh.opened != file.content
    refresh.content = refresh.isTorn ? SimulatedContent.torn(refresh.opened, file.content) : file.content
    let stamped = StampedRevision(
      revision: SimulatedContent.revisions[refresh.content], stamp: stamp,
      lookedAt: bug == .mtimeBelievedInRacyWindow ? refresh.lookedAt + .seconds(10) : refresh.lookedAt, mounts: nil)
    let isBinary = SimulatedContent.isBinary(refresh.content)
    decide(
      &refresh,
      isBinary ? .skipped(SkipRecord(reason: .binary, text: nil, stamped: stamped)) : .revision(stamped))
  }

  private mutating func decide(_ refresh: inout SimulatedRefresh, _ reading: SourceReading) {
    refresh.readEnded = step
    let id = SimulatedDocument.ids[refresh.document]
    let reconciliation = Reconciliation(
      indexed: refresh.known.map { [$0.document] } ?? [], marked: [id], skips: [:],
      recipe: Self.recipes[store.space], believesStamps: true)
    refresh.action = reconciliation.decide(id, reading)
    if reading == .rewritten {
      landmarks.reach(.refreshRewritten)
      refresh.phase = .tell(.overtaken)
    } else if case .hold(let why) = refresh.action {
      refresh.phase = .tell(.failed(why: why))
    } else if case .refresh = refresh.action, refresh.manner == .whole {
      refresh.phase = .claim
    } else {
      refresh.phase = .commit
    }
  }

  private mutating func removeEarly(_ refresh: SimulatedRefresh, _ number: Int) throws(InvariantViolation) -> Bool {
    guard bug == .removeThenRebuild, case .refresh = refresh.action, refresh.known != nil else { return false }
    return !commit(number, asWatcher: refresh.origin == .keeping) { $0.store.retire(refresh.document) }
  }
}
