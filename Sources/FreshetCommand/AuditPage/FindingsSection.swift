internal import Freshet

/// The page's section of findings, grouped by rule. Each group lists at most 200 findings, those that no baseline
/// accepts first.
struct FindingsSection {
  static let most = 200

  let report: AuditReport
  let known: Set<AuditFinding>

  var markup: Markup {
    let groups = AuditRule.allCases.map { rule in (rule, report.findings.filter { $0.rule == rule }) }
      .filter { !$0.1.isEmpty }
    return """
      <section id="findings">
      <h2>Findings</h2>
      \(groups.isEmpty ? "<p>Nothing breaks a rule.</p>" : Self.note)
      \(groups.map(group))
      </section>
      """
  }

  private static let all = "freshet audit --format json"
  private static let note: Markup = "<p class=\"quiet\">All times on this page are in UTC.</p>"

  private func group(_ rule: AuditRule, _ findings: [AuditFinding]) -> Markup {
    let ordered = findings.filter { !known.contains($0) } + findings.filter(known.contains)
    let more = ordered.count - Self.most
    return """
      <div class="rule">
      <h3><a href="docs/rules.md#\(rule.id.lowercased())">\(rule.id)</a> \(rule.title) \
      \(tags(of: findings, rule.severity))</h3>
      <p class="quiet">\(rule.summary.asSentence)</p>
      <ol class="findings">
      \(ordered.prefix(Self.most).map(item))
      </ol>
      \(more > 0 ? "<p>And \(more.grouped) more: <code>\(Advice.command(Self.all))</code> lists them all.</p>" as Markup : nil)
      </div>
      """
  }

  private func tags(of findings: [AuditFinding], _ severity: AuditRule.Severity) -> [Markup] {
    let accepted = findings.count(where: known.contains)
    let open = findings.count - accepted
    return [
      open > 0 ? tag(severity.rawValue, open.groupedCount(of: severity.rawValue)) : nil,
      accepted > 0 ? tag("known", "\(accepted.grouped) known") : nil,
    ].compactMap(\.self)
  }

  private func tag(_ kind: String, _ text: String) -> Markup { "<span class=\"tag \(kind)\">\(text)</span>" }

  /// A finding as a list item. The item leaves out the finding's sentence if it only repeats the rule's summary, which
  /// the page shows above the list.
  private func item(_ finding: AuditFinding) -> Markup {
    let isKnown = known.contains(finding)
    return """
      <li class="\(isKnown ? "known" : finding.rule.severity.rawValue)">
      <p>\(finding.subject.markup)\(isKnown ? tag("known", "known") : nil)</p>
      \(finding.saysMore ? "<p>\(finding.what.inCommands.asSentence)</p>" as Markup : nil)
      <dl class="facts">
      \(finding.facts.map(\.markup))
      </dl>
      </li>
      """
  }
}

/// One fact about a finding, such as "Differs since" and a time.
private struct Fact {
  let name: String
  let value: Markup

  var markup: Markup { "<div><dt>\(name)</dt><dd>\(value)</dd></div>" }
}

extension AuditFinding {
  fileprivate var facts: [Fact] {
    let moments = [("Differs since", differsSince), ("Last in step", inStepAt)]
    return moments.compactMap { name, moment in moment.map { Fact(name: name, value: $0.markup) } }
      + [
        sides("Lines", servedLines.inWords, sourceLines.inWords),
        sides("Revisions", indexed?.abbreviated, source?.abbreviated),
        owedBy.map { Fact(name: "Refresh", value: "\($0)") },
        Fact(name: "Next", value: "<code class=\"name\">\(Advice.command(next))</code>"),
      ].compactMap(\.self)
  }

  private func sides(_ name: String, _ served: String?, _ source: String?) -> Fact? {
    let parts = [served.map { "served \($0)" }, source.map { "source \($0)" }].compactMap(\.self)
    if parts.isEmpty { return nil }
    let spans = parts.enumerated().map { place, part -> Markup in
      "<span class=\"side\">\(part)\(place < parts.count - 1 ? ";" : "")</span>"
    }
    return Fact(name: name, value: "\(spans)")
  }
}

extension AuditFinding.Subject {
  fileprivate var markup: Markup {
    switch self {
    case .store: "<span class=\"name\">The store</span>"
    case .source(let name): "<span class=\"name\">The source <bdi>\(name)</bdi></span>"
    case .document(let id): "<bdi class=\"name\">\(id.description)</bdi>"
    }
  }
}

extension [LineRange] {
  /// The line ranges in words, such as "3, 7–9". Only the first eight are listed, and the others counted. Nil if there
  /// are none.
  fileprivate var inWords: String? {
    if isEmpty { return nil }
    let shown = prefix(8).map { $0.first == $0.last ? "\($0.first)" : "\($0.first)–\($0.last)" }
    return shown.joined(separator: ", ") + (count > 8 ? ", and \((count - 8).grouped) more places" : "")
  }
}

extension Revision {
  fileprivate var abbreviated: String { String(description.prefix(8)) }
}

extension String {
  fileprivate var asSentence: String { prefix(1).uppercased() + dropFirst() + "." }
}
