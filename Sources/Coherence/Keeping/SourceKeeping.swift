package import FreshetCorpus

/// Keeps the index up to date with one source: a state machine that decides which documents to mark as possibly
/// changed, which scopes to look at (scan), what to refresh, and which watermark to announce.
///
/// The machine is level-triggered: a watcher's batch says only where something may have changed, and a scan or a read
/// finds out what. The owner reads a document only after committing a mark for it. `announce` carries the watermark:
/// the marks of all batches up to that moment are committed, and the scans that those batches asked for have ended. A
/// failed scan proves nothing and is repeated. The first batch leads to a scan of the whole source, because no watcher
/// reports earlier changes. Another such scan is due every `reconcileEvery`, because even a healthy watcher may miss
/// changes.
///
/// The actions come in this order: marks, actions of the policy, acknowledgements, announcements, scans.
package struct SourceKeeping: Sendable {
  private let source: String
  private let reconcileEvery: Duration
  private let lookRetries: RetrySchedule

  package private(set) var policy: any CoherencePolicy
  private var intake = Intake()
  private var barriers = BarrierLedger()

  /// The health that the watcher last reported; nil before its first batch.
  private var watcher: WatchHealth?
  private var upTo: Timestamp?
  private var blindness: Blindness?
  private var reconcileAt: Timestamp
  private var announced: KeepingAction?

  private struct Blindness: Sendable {
    let why: String
    var attempts: Int
    var looksAgainAt: Timestamp
  }

  package init(
    source: String, policy: any CoherencePolicy, reconcileEvery: Duration,
    lookRetries: RetrySchedule = RetrySchedule(base: .seconds(1), cap: .seconds(60), maxAttempts: .max), now: Timestamp
  ) {
    self.source = source
    self.policy = policy
    self.reconcileEvery = reconcileEvery
    self.lookRetries = lookRetries
    reconcileAt = now + reconcileEvery
  }

  /// When the owner must report `.refresh(.timePassed)` if no other event comes first; nil for never.
  package var nextWake: Timestamp? {
    let look = intake.awaitsLook && intake.step == nil ? blindness?.looksAgainAt : nil
    return [policy.nextWake, intake.awaitsWholeLook ? nil : reconcileAt, look].compactMap { $0 }.min()
  }

  /// Handles an event, and returns the actions that the owner must perform in this order.
  package mutating func handle(_ event: KeepingEvent, now: Timestamp) -> [KeepingAction] {
    var outcome = Outcome()
    switch event {
    case .noticed(let batch): notice(batch, &outcome, now: now)
    case .marked: observe(intake.endMark(), &outcome, now: now)
    case .looked(let changed, _): finishLook(changed, &outcome, now: now)
    case .unseen(let why): failLook(why, now: now)
    case .refresh(let event): pass(event, &outcome, now: now)
    }
    reconcileInTime(now: now)
    tell(&outcome, now: now)
    begin(&outcome, now: now)
    announce(&outcome)
    return outcome.actions
  }

  private mutating func notice(_ batch: WatchBatch, _ outcome: inout Outcome, now: Timestamp) {
    let isFirst = watcher == nil
    let scopes = isFirst ? batch.scopes.union([""]) : batch.scopes
    watcher = batch.health
    if !scopes.isEmpty { blindness?.looksAgainAt = now }
    intake.take(
      Set(batch.touched.map { DocumentID(source: source, path: $0.string) }), scopes,
      doubt: Self.doubt(batch.health, scopes, isFirst: isFirst))
    intake.promise(upTo: batch.upTo, cookies: batch.cookies)
    outcome.isHeartbeat = batch.isEmpty && batch.upTo != nil
  }

  private mutating func observe(_ ids: [DocumentID], _ outcome: inout Outcome, now: Timestamp) {
    for id in ids { pass(.observed(id), &outcome, now: now) }
  }

  private mutating func finishLook(_ changed: [DocumentID], _ outcome: inout Outcome, now: Timestamp) {
    if intake.endLook().contains("") { reconcileAt = now + reconcileEvery }
    blindness = nil
    observe(changed, &outcome, now: now)
  }

  private mutating func failLook(_ why: String, now: Timestamp) {
    intake.failLook()
    let attempts = (blindness?.attempts ?? 0) + 1
    blindness = Blindness(why: why, attempts: attempts, looksAgainAt: now + lookRetries.ceiling(after: attempts))
  }

  private mutating func pass(_ event: RefreshEvent, _ outcome: inout Outcome, now: Timestamp) {
    outcome.refreshes += policy.handle(event, now: now)
    if case .ended(let id, _) = event { outcome.acknowledged += barriers.release(after: id, policy.ledger) }
  }

  /// Requests a scan of the whole source when one is due. If the clock was set back, this postpones neither that scan
  /// nor the next attempt after a failed scan.
  private mutating func reconcileInTime(now: Timestamp) {
    reconcileAt = min(reconcileAt, now + reconcileEvery)
    if var blind = blindness {
      blind.looksAgainAt = min(blind.looksAgainAt, now + lookRetries.ceiling(after: blind.attempts))
      blindness = blind
    }
    if reconcileAt <= now, !intake.awaitsWholeLook { intake.askForWholeLook() }
  }

  /// Handles the watcher's announcements whose batches are now recorded: advances the watermark `upTo`, and lets each
  /// cookie wait for the documents that are outstanding.
  private mutating func tell(_ outcome: inout Outcome, now: Timestamp) {
    for notice in intake.takeRecorded() {
      upTo = notice.upTo ?? upTo
      if notice.cookies.isEmpty { continue }
      outcome.acknowledged += barriers.await(notice.cookies, policy.ledger)
      pass(.hurried, &outcome, now: now)
    }
  }

  private mutating func begin(_ outcome: inout Outcome, now: Timestamp) {
    switch intake.begin(mayLook: blindness.map { $0.looksAgainAt <= now } ?? true) {
    case .mark(let ids): outcome.mark = .mark(ids)
    case .look(let scopes): outcome.look = .look(scopes)
    case nil: break
    }
  }

  private mutating func announce(_ outcome: inout Outcome) {
    guard let health else { return }
    let announcement = KeepingAction.announce(health, upTo: upTo)
    if announcement == announced && !outcome.isHeartbeat { return }
    announced = announcement
    outcome.announcement = announcement
  }

  /// The health of the watch, which also reflects failed scans and possibly missed changes; nil before the watcher's
  /// first batch.
  private var health: WatchHealth? {
    if let blindness { return .blind(why: blindness.why) }
    if case .blind = watcher { return watcher }
    return intake.reasonToDoubt.map { .catchingUp(why: $0) } ?? watcher
  }

  /// Returns why the watcher may have missed changes, to judge by a batch with these scopes; nil if the batch gives no
  /// reason to assume so.
  private static func doubt(_ health: WatchHealth, _ scopes: Set<ExactPath>, isFirst: Bool) -> String? {
    if isFirst { return "the watch has just begun, and its first scan of the source has not ended" }
    if scopes.isEmpty { return nil }
    switch health {
    case .polling: return nil
    case .catchingUp(let why), .blind(let why): return why
    case .watching:
      let names = scopes.sorted().prefix(3).map { $0.isRoot ? "the root" : $0.string }
      return "the watcher reported changed folders without naming the files: \(names.joined(separator: ", "))"
    }
  }
}

extension SourceKeeping {
  /// The actions that one event leads to; `actions` puts them in order.
  private struct Outcome {
    var mark: KeepingAction?
    var refreshes: [RefreshAction] = []
    var acknowledged: [String] = []
    var announcement: KeepingAction?
    var look: KeepingAction?
    var isHeartbeat = false

    var actions: [KeepingAction] {
      let told = acknowledged.isEmpty ? [] : [KeepingAction.acknowledge(acknowledged)]
      return [mark].compactMap { $0 } + refreshes.map(KeepingAction.refresh) + told
        + [announcement, look].compactMap { $0 }
    }
  }
}
