internal import ArgumentParser
internal import Freshet
internal import FreshetWire

struct WhyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Show which text of a document is served, what is still to do for it, and what happened to it last.")

  @OptionGroup var named: DocumentArgument

  @OptionGroup var options: StoreOptions

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    let cache = try options.openForReading()
    let (document, names) = (named.document, try named.names(in: cache))
    var found: DocumentExplanation?
    for id in names.candidates(for: document) where found == nil {
      let explanation = try await cache.explain(id)
      if explanation.isAboutSomething { found = explanation }
    }
    guard let found else { throw CommandError.unknownDocument(document, hint: names.hint(for: document)) }
    if json { return try JSONOutput.print(ExplanationObject(found)) }
    show(found)
  }

  private func show(_ explanation: DocumentExplanation) {
    print("document   \(explanation.document)")
    print("freshness  \(explanation.freshness.map(Self.sentence) ?? "not served")")
    if let served = explanation.served { show(served) }
    for sibling in explanation.siblings { show(sibling) }
    if let reason = explanation.skipReason {
      let form = explanation.unread.map { " (\($0.title))" } ?? ""
      print("no text    skipped: \(reason.rawValue)\(form)")
    }
    if let mark = explanation.mark { show(mark) }
    for step in explanation.transitions { show(step) }
    for violation in explanation.violations { show(violation) }
  }

  private func show(_ step: DocumentTransition, indent: String = "") {
    print("\(indent)\(step.at)  \(step.state.rawValue)\(step.detail.map { ": \($0)" } ?? "")")
  }

  private func show(_ violation: ConsistencyViolation) {
    let end = violation.endedAt.map { "until \($0)" } ?? "until now"
    print("violation  \(violation.kind) since \(violation.since) \(end), found at \(violation.foundAt); steps before:")
    for step in violation.transitions { show(step, indent: "  ") }
  }

  private func show(_ served: ServedSummary) {
    let verification = served.verification
    print("served     revision \(served.revision.description.prefix(12)), \(served.passages.counted("passage"))")
    print("verified   \(verification.method.rawValue) at \(verification.at)")
    if served.awaitingVectors > 0 {
      let why: AdvisedText = served.embeddingFailure.map { "; the last attempt failed: \($0)" } ?? ""
      let awaiting = served.awaitingVectors.counted("passage awaits its vector", "passages await their vectors")
      print("vectors    \(awaiting)\(advice: why)")
    }
  }

  private func show(_ sibling: Sibling) {
    let revision = sibling.revision.map { "revision \($0.description.prefix(12))" } ?? "a removal"
    print("sibling    \(sibling.dot) at \(sibling.stamp.timestamp): \(revision)")
  }

  private func show(_ mark: MarkSummary) {
    print("marked     since \(mark.since), \(mark.attempts.counted("attempt")) failed")
    if let error = mark.lastError { print("error      \(advice: error)") }
    if mark.isDeadLetter {
      let cure = "`freshet reindex`"
      print("next       none: Freshet retries a dead letter only when the document changes, or by \(advice: cure)")
    } else {
      print("next       \(mark.nextAttemptAt?.description ?? "as soon as a watch or reindex runs")")
    }
  }

  private static func sentence(_ freshness: Freshness) -> String {
    switch freshness {
    case .suspect(let since), .stale(let since): "\(freshness.name) since \(since)"
    case .unverified(let why): "unverified: \(why)"
    case .fresh, .orphaned, .conflicted: freshness.name
    }
  }
}

extension DocumentExplanation {
  /// Whether the store has any record of the document.
  fileprivate var isAboutSomething: Bool {
    served != nil || mark != nil || skipReason != nil || !transitions.isEmpty
  }
}
