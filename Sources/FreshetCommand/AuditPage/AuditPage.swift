package import Freshet

/// An audit's report as a page for people: one HTML file that needs neither network nor scripts.
///
/// The page first says whether it is safe to answer from the index, and what to run next; findings, pictures and
/// sources follow. The page escapes everything that comes from documents (see `Markup`), and its content security
/// policy allows the browser only inline styles. Two pages about one state of index and sources, made on the same day,
/// differ only in the line with the time, because pictures count whole days.
package struct AuditPage {
  private let report: AuditReport
  private let known: Set<AuditFinding>
  private let answer: SafetyAnswer

  /// - Parameter known: the findings that a baseline accepts. The page marks them, and its verdict ignores them.
  package init(_ report: AuditReport, known: Set<AuditFinding>) {
    (self.report, self.known) = (report, known)
    answer = SafetyAnswer(report, known: known)
  }

  /// The page's HTML, with a line feed at its end.
  package var text: String { page.text + "\n" }

  private var page: Markup {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
    <meta name="generator" content="freshet \(FreshetVersion.current)"/>
    <title>Freshet audit: \(answer.word)</title>
    <style>
    \(Markup(verbatim: PageStyle.text))
    </style>
    </head>
    <body>
    \(header)
    \(contents)
    <main>
    \(sections)
    </main>
    \(footer)
    </body>
    </html>
    """
  }

  private var sections: [Markup] {
    [
      FindingsSection(report: report, known: known).markup, AgeFigure(report).markup, LagFigure(report).markup,
      FolderFigure(report, errors: answer.errors).markup, WorkFigure(report).markup,
      SourcesSection(report: report).markup,
    ]
  }

  private var header: Markup {
    """
    <header>
    <p class="kicker">Freshet audit of
    <time datetime="\(report.auditedAt.description)">\(report.auditedAt.toTheSecond)</time>
    UTC</p>
    <h1>Is it safe to answer from this index?</h1>
    <div class="answer \(answer.verdict.rawValue)">
    <p class="word"><span aria-hidden="true">\(sign)</span> \(answer.word)</p>
    <p>\(answer.sentence)</p>
    \(next)
    </div>
    <dl class="counts">
    \(counts)
    </dl>
    </header>
    """
  }

  private var sign: String {
    switch answer.verdict {
    case .safe: "✓"
    case .warned: "!"
    case .unsafe: "✗"
    }
  }

  /// The list of the first three commands to run. All other commands appear only beside their findings.
  private var next: Markup {
    let commands = answer.commands
    if commands.isEmpty { return "<p class=\"more\">Nothing needs to be done.</p>" }
    let items = commands.prefix(3).map { command, findings -> Markup in
      "<li><code class=\"name\">\(command)</code><span>for \(findings.groupedCount(of: "finding"))</span></li>"
    }
    let more = commands.count - items.count
    return """
      <h2>Next</h2>
      <ol class="commands">
      \(items)
      </ol>
      \(more > 0 ? "<p class=\"more\">\(more.groupedCount(of: "further command")) below, with the findings.</p>" as Markup : nil)
      """
  }

  private var counts: [Markup] {
    [
      ("In step", "\(answer.inStep.grouped) of \(answer.documents.grouped)"), ("Errors", answer.errors.count.grouped),
      ("Warnings", answer.warnings.count.grouped), ("Known", answer.known.grouped),
    ].map { name, value in "<div><dt>\(name)</dt><dd>\(value)</dd></div>" }
  }

  private var contents: Markup {
    let links = [
      ("findings", "Findings"), ("age", "Age"), ("lag", "Lag"), ("folders", "Folders"), ("work", "Work saved"),
      ("sources", "Sources"),
    ].map { id, title in "<li><a href=\"#\(id)\">\(title)</a></li>" as Markup }
    return "<nav aria-label=\"On this page\">\n<ul>\n\(links)\n</ul>\n</nav>"
  }

  private var footer: Markup {
    """
    <footer>
    <p>Embedding space <code>\(report.space.description)</code></p>
    <p>Token <code>\(report.token.description)</code></p>
    </footer>
    """
  }
}
