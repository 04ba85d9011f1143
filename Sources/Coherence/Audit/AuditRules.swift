package import FreshetCorpus

/// How a served document differs from its source: since when, and in which lines.
package struct Difference: Hashable, Sendable {
  /// When the served document and its source were last known to be equal; nil if that is unknown.
  package var inStepAt: Timestamp?
  /// The latest moment at which the served document and its source can have begun to differ; nil if that is unknown.
  package var since: Timestamp?
  package var servedLines: [LineRange]
  package var sourceLines: [LineRange]

  package init(
    inStepAt: Timestamp? = nil, since: Timestamp? = nil, servedLines: [LineRange] = [], sourceLines: [LineRange] = []
  ) {
    self.inStepAt = inStepAt
    self.since = since
    self.servedLines = servedLines
    self.sourceLines = sourceLines
  }
}

/// The number of passages of a served document that have no vector yet, and since when the oldest of them waits.
package struct AwaitedPassages: Hashable, Sendable {
  package let count: Int
  package let since: Timestamp

  package init(count: Int, since: Timestamp) {
    self.count = count
    self.since = since
  }
}

/// The result of embedding the canaries again. Canaries are fixed texts whose vectors reveal a changed embedder: the
/// check compares their vectors with those that were stored when the embedding space was new.
package struct CanaryCheck: Hashable, Sendable {
  /// An agreement below this cosine means that a different embedder made the stored vectors. The same embedder stays
  /// well above it, even in another build or on another processor.
  package static let tolerance = 0.999

  package let checkedAt: Timestamp
  /// The lowest cosine between the new and the stored vector of any canary.
  package let agreement: Double

  package init(checkedAt: Timestamp, agreement: Double) {
    self.checkedAt = checkedAt
    self.agreement = agreement
  }

  package var hasDrifted: Bool { !(agreement >= Self.tolerance) }
}

/// Derives findings from the facts that an audit gathered, by the rules of docs/rules.md. Depends on nothing but these
/// facts.
package struct AuditRules {
  package var sources: [AuditedSource] = []
  /// For each source, the start of its last complete scan whose results are all recorded in the store.
  package var seenUpTo: [String: Timestamp] = [:]
  package var differences: [DocumentID: Difference] = [:]
  /// For each dead letter (a document that Freshet no longer retries), why its last refresh failed.
  package var deadLetters: [DocumentID: String] = [:]
  package var awaited: [DocumentID: AwaitedPassages] = [:]
  /// For each source, why this store holds back removals that another store sent.
  package var heldFromPeers: [String: AdvisedText] = [:]
  package var canaries: CanaryCheck?
  /// Sentences about counters of the store that contradict each other; empty if none do.
  package var imbalances: [String] = []
  /// The staleness limit for all sources, in place of their own objectives; nil to use the objectives.
  package var maximumStaleness: Duration?
  package var now: Timestamp

  package init(now: Timestamp) {
    self.now = now
  }

  /// The findings, ordered by rule number, then by subject.
  package func findings(on verdicts: AuditVerdicts) -> [AuditFinding] {
    let documents = verdicts.examined.flatMap { [state($0), outOfStepTooLong($0)].compactMap(\.self) }
    let lagging = awaited.keys.compactMap { verdicts[$0] }.compactMap(lagging)
    return
      (documents + lagging + deadLetters.keys.compactMap(deadLetter) + sources.compactMap(unhealthy) + holds + drift
      + imbalance)
      .sorted { ($0.rule.rawValue, $0.subject) < ($1.rule.rawValue, $1.subject) }
  }

  private func state(_ verdict: DocumentVerdict) -> AuditFinding? {
    guard let rule = verdict.state.rule else { return nil }
    let what = verdict.detail.isEmpty ? AdvisedText(rule.summary) : verdict.detail
    let next = verdict.isHidden ? Remedy.acceptDeletions : cure(of: rule, for: verdict.document)
    return finding(rule, verdict, what, next: next)
  }

  private func cure(of rule: AuditRule, for document: DocumentID) -> Remedy {
    switch rule {
    case .damaged: .reindex(all: true)
    case .conflicted: .showVersions(document)
    // `doctor` checks only folders that are configured here. For a document without such a folder, suggest `why`.
    case .unverified: source(of: document) == nil ? .explain(document) : .examine(thoroughly: false)
    default: .reindex(all: false)
    }
  }

  private func outOfStepTooLong(_ verdict: DocumentVerdict) -> AuditFinding? {
    guard verdict.state.isOutOfStep, let since = differences[verdict.document]?.since,
      let bound = bound(of: verdict.document.source), now.duration(since: since) > bound
    else { return nil }
    let what: AdvisedText =
      "the document has been \(verdict.state.rawValue) for longer than its limit of \(bound.inWords)"
    return finding(.overObjective, verdict, what, next: mending(verdict.document))
  }

  /// Returns a finding if passages of the document have waited for vectors longer than the source allows. Returns nil
  /// if the whole document already breaks `overObjective`, so that no document is reported twice.
  private func lagging(_ verdict: DocumentVerdict) -> AuditFinding? {
    guard let awaited = awaited[verdict.document], let bound = bound(of: verdict.document.source),
      now.duration(since: awaited.since) > bound, outOfStepTooLong(verdict) == nil
    else { return nil }
    let what: AdvisedText =
      "\(awaited.count) of its passages \(awaited.count.noun("has", "have")) waited for vectors for longer than the limit of \(bound.inWords)"
    return AuditFinding(
      rule: .overObjective, subject: .document(verdict.document), what: what, indexed: verdict.indexed,
      source: verdict.source, inStepAt: nil, differsSince: awaited.since, owedBy: owed(verdict.document.source),
      servedLines: [], sourceLines: [], next: mending(verdict.document))
  }

  private func mending(_ document: DocumentID) -> Remedy {
    let isWatched = source(of: document)?.watcher?.isAlive(at: now) ?? false
    return isWatched ? .explain(document) : .watch
  }

  private func bound(of source: String) -> Duration? {
    maximumStaleness ?? sources.first { $0.name == source }?.objective?.staleness
  }

  private func deadLetter(_ document: DocumentID) -> AuditFinding? {
    deadLetters[document].map { why in
      AuditFinding(
        rule: .deadLetter, subject: .document(document), what: "dead letter: \(why)", indexed: nil, source: nil,
        inStepAt: nil, differsSince: nil, owedBy: owed(document.source),
        servedLines: [], sourceLines: [], next: .explain(document))
    }
  }

  private func finding(
    _ rule: AuditRule, _ verdict: DocumentVerdict, _ what: AdvisedText, next: Remedy
  ) -> AuditFinding {
    let difference = differences[verdict.document] ?? Difference()
    return AuditFinding(
      rule: rule, subject: .document(verdict.document), what: what, indexed: verdict.indexed, source: verdict.source,
      inStepAt: difference.inStepAt, differsSince: difference.since, owedBy: owed(verdict.document.source),
      servedLines: difference.servedLines, sourceLines: difference.sourceLines, next: next)
  }

  private func source(of document: DocumentID) -> AuditedSource? { sources.first { $0.name == document.source } }

  private func owed(_ name: String) -> String? {
    guard let source = sources.first(where: { $0.name == name }) else { return nil }
    if name == DocumentID.pushed { return "\(source.policy), by the program that pushes" }
    guard let watcher = source.watcher, watcher.isAlive(at: now) else {
      return "\(source.policy), but no process watches the source"
    }
    return "\(source.policy), kept by \(watcher.holder)"
  }
}

/// The audit rules that concern a source or the whole store, not one document.
extension AuditRules {
  /// How long a running watch may record nothing. A healthy watch updates its watermark (the moment up to which it has
  /// seen every change) about once a second.
  private static let longestSilence = Duration.seconds(60)

  /// Returns a finding if the watch of the source ended unexpectedly and no complete scan has begun since. Also returns
  /// a finding if a running watch can't see changes, may have missed some, or records nothing.
  private func unhealthy(_ source: AuditedSource) -> AuditFinding? {
    guard let watcher = source.watcher, let why = complaint(of: watcher) else { return nil }
    return AuditFinding(
      rule: .watcherUnhealthy, subject: .source(source.name), what: AdvisedText(why), indexed: nil, source: nil,
      inStepAt: watcher.upTo,
      differsSince: nil, owedBy: owed(source.name), servedLines: [], sourceLines: [],
      next: watcher.isAlive(at: now) ? .examine(thoroughly: false) : .watch)
  }

  private func complaint(of watcher: WatcherRecord) -> String? {
    guard watcher.isAlive(at: now) else {
      let isMadeUpFor = seenUpTo[watcher.source].map { $0 >= watcher.expiresAt } ?? false
      return isMadeUpFor ? nil : "the watch of the source ended unexpectedly (\(watcher.holder))"
    }
    switch watcher.health {
    case .blind(let why): return "the source cannot be watched: \(why)"
    case .catchingUp(let why): return "the watch may have missed changes, so a scan for them is running: \(why)"
    case .watching, .polling: break
    }
    guard let upTo = watcher.upTo, now.duration(since: upTo) > Self.longestSilence else { return nil }
    return "the watch of the source is running, but has recorded nothing since \(upTo)"
  }

  /// The findings about documents that this store still serves although the store that sent them has removed them.
  private var holds: [AuditFinding] {
    heldFromPeers.map { source, why in
      AuditFinding(
        rule: .unverified, subject: .source(source),
        what: "documents that another store removed are still served: \(why)", indexed: nil, source: nil,
        inStepAt: nil, differsSince: nil, owedBy: nil, servedLines: [], sourceLines: [], next: .showStatus)
    }
  }

  private var drift: [AuditFinding] {
    guard let canaries, canaries.hasDrifted else { return [] }
    return [
      AuditFinding(
        rule: .canaryDrift, subject: .store,
        what:
          "the embedder gives different vectors than when the embedding space was new: cosine \(canaries.agreement.rounded(toPlaces: 4)), expected at least \(CanaryCheck.tolerance)",
        indexed: nil, source: nil, inStepAt: nil, differsSince: nil, owedBy: nil, servedLines: [], sourceLines: [],
        next: .examine(thoroughly: false))
    ]
  }

  private var imbalance: [AuditFinding] {
    imbalances.map {
      AuditFinding(
        rule: .accountingUnbalanced, subject: .store, what: AdvisedText($0), indexed: nil, source: nil, inStepAt: nil,
        differsSince: nil, owedBy: nil, servedLines: [], sourceLines: [], next: .reindex(all: true))
    }
  }
}

extension AuditState {
  /// The audit rule that a document in this state breaks; nil for `fresh`.
  package var rule: AuditRule? {
    switch self {
    case .fresh: nil
    case .stale: .stale
    case .missing: .missing
    case .orphaned: .orphaned
    case .conflicted: .conflicted
    case .damaged: .damaged
    case .otherSpace: .otherSpace
    case .drifted: .configurationDrift
    case .unverified: .unverified
    }
  }

  /// Whether the index serves outdated text of a document, or no text although the source contains some, or text
  /// although the source contains none.
  package var isOutOfStep: Bool {
    switch self {
    case .stale, .missing, .orphaned: true
    case .fresh, .conflicted, .damaged, .otherSpace, .drifted, .unverified: false
    }
  }
}

extension Duration {
  /// The duration in seconds, such as "90 s" or "0.25 s".
  fileprivate var inWords: String {
    let seconds = Double(components.seconds) + Double(components.attoseconds) / 1e18
    return seconds == seconds.rounded() ? "\(Int64(seconds)) s" : "\(seconds) s"
  }
}

extension Double {
  fileprivate func rounded(toPlaces places: Int) -> Double {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    return (self * scale).rounded() / scale
  }
}
