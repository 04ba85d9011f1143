package import FreshetCorpus

/// Keeps the index in step with one source: decides what to mark, to look at and to refresh, and what may be promised.
///
/// Level-triggered: a batch names where to look, and the source says what is there. The owner reads nothing before it
/// has committed a mark for it. `announce` names the moment up to which everything is recorded: the marks of every
/// batch until then are committed, and the looks that they asked for have ended. A failed look proves nothing, and is
/// repeated. The first batch asks for a look at everything, because no watcher names what happened before it began.
/// Every `reconcileEvery` another such look is due, because even a healthy watcher may miss something.
///
/// The order of actions: marks, actions of the policy, acknowledgements, announcements, looks.
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

  /// When `.refresh(.timePassed)` is due although nothing happened; nil for never.
  package var nextWake: Timestamp? {
    let look = intake.awaitsLook && intake.step == nil ? blindness?.looksAgainAt : nil
    return [policy.nextWake, intake.awaitsWholeLook ? nil : reconcileAt, look].compactMap { $0 }.min()
  }

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

  /// Asks for a look at the whole source when it is due. A clock that was set back postpones neither that look nor the
  /// next attempt after a failed one.
  private mutating func reconcileInTime(now: Timestamp) {
    reconcileAt = min(reconcileAt, now + reconcileEvery)
    if var blind = blindness {
      blind.looksAgainAt = min(blind.looksAgainAt, now + lookRetries.ceiling(after: blind.attempts))
      blindness = blind
    }
    if reconcileAt <= now, !intake.awaitsWholeLook { intake.askForWholeLook() }
  }

  /// Believes the watcher about everything that is recorded now: advances `upTo`, and lets the cookies wait for their
  /// documents.
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

  /// How well the source is watched, failed looks and doubts included; nil before the watcher's first batch.
  private var health: WatchHealth? {
    if let blindness { return .blind(why: blindness.why) }
    if case .blind = watcher { return watcher }
    return intake.reasonToDoubt.map { .catchingUp(why: $0) } ?? watcher
  }

  /// Why the scopes of a batch mean that changes may have been missed; nil when they don't.
  private static func doubt(_ health: WatchHealth, _ scopes: Set<ExactPath>, isFirst: Bool) -> String? {
    if isFirst { return "what happened before the watch began is not known yet" }
    if scopes.isEmpty { return nil }
    switch health {
    case .polling: return nil
    case .catchingUp(let why), .blind(let why): return why
    case .watching:
      let names = scopes.sorted().prefix(3).map { $0.isRoot ? "the root" : $0.string }
      return "changes were not named one by one below \(names.joined(separator: ", "))"
    }
  }
}

extension SourceKeeping {
  /// The actions that one event leads to, before they are put in order.
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
