internal import Freshet

/// The page's section about sources: their settings, who watches them, and how many entries are skipped.
struct SourcesSection {
  let report: AuditReport

  var markup: Markup {
    """
    <section id="sources">
    <h2>Sources</h2>
    \(report.sources.isEmpty ? "<p>No source is configured.</p>" : sources)
    \(report.skipped.isEmpty ? "<p>No entry is left out of the index.</p>" : skipped)
    </section>
    """
  }

  private var sources: Markup {
    let titles = ["Source", "Policy", "Objective", "Watch", "Changes recorded until"]
    return PageTable(
      caption: "Sources at the time of the audit", columns: titles.map { .init(title: $0) },
      rows: report.sources.map(row)
    ).markup
  }

  private func row(_ source: AuditedSource) -> [Markup] {
    [
      "<bdi>\(source.name)</bdi>\(source.root.map { "<br/><bdi class=\"quiet\">\($0)</bdi>" as Markup })",
      "\(source.policy)",
      "\(source.objective?.inWords ?? "none")",
      "\(source.watcher.map(state) ?? "nobody watches")",
      source.watcher?.upTo?.markup ?? "unknown",
    ]
  }

  private func state(of watcher: WatcherRecord) -> String {
    watcher.isAlive(at: report.auditedAt)
      ? "\(watcher.health.inWords), by \(watcher.holder)" : "ended unexpectedly: \(watcher.holder)"
  }

  private var skipped: Markup {
    let reasons = report.skipped.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
    return PageTable(
      caption: "Entries of the sources that are not indexed",
      columns: [
        .init(title: "Why"), .init(title: "Answers"), .init(title: "Entries", isNumber: true),
      ],
      rows: reasons.map { reason, count in
        [
          "\(reason.inWords)", "\(reason.hidesText ? "may lack their text" : "are complete without them")",
          "\(count.grouped)",
        ]
      }
    ).markup
  }
}

extension WatchHealth {
  fileprivate var inWords: String {
    switch self {
    case .watching: "watching"
    case .polling(let every, let why): "polling every \(every.inWords): \(why)"
    case .catchingUp(let why): "catching up: \(why)"
    case .blind(let why): "blind: \(why)"
    }
  }
}

extension SkipReason {
  fileprivate var inWords: String {
    switch self {
    case .ignored: "excluded by an ignore file"
    case .binary: "binary"
    case .tooLarge: "too large"
    case .unreadable: "unreadable"
    case .undecodable: "not UTF-8"
    case .notAFile: "not a file"
    }
  }
}
