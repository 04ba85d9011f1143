internal import Freshet

/// A chart of how long changes took to become visible, over time, with the sources' objectives as lines.
struct LagFigure {
  private let lags: [Refresh]
  private let sources: [AuditedSource]
  private let objectives: [(bound: Duration, names: String)]

  init(_ report: AuditReport) {
    lags = report.refreshes.filter { $0.lag != nil }
    sources = report.sources
    let promised = Dictionary(grouping: report.sources.filter { $0.objective != nil }) {
      $0.objective?.staleness ?? .zero
    }
    objectives = promised.sorted { $0.key < $1.key }.map { bound, sources in
      (bound, sources.map(\.name).joined(separator: ", "))
    }
  }

  var markup: Markup {
    """
    <section id="lag">
    <h2>Lag from a change until it is visible</h2>
    \(body)
    </section>
    """
  }

  private var body: Markup {
    guard let bins = TimeBins(lags), let overall = LagPercentiles(lags) else {
      return "<p>No change has been recorded yet, so no lag is known.</p>"
    }
    let picture = Picture(
      title: "Lag of changes over time", description: "\(inWords(overall)) \(objectivesInWords)",
      drawing: { [self] in drawing(bins, $0) })
    return """
      <p>\(inWords(overall)) \(objectivesInWords)</p>
      <figure>
      \(picture.markup)
      \(Picture.key(key))
      </figure>
      \(table(overall).markup)
      """
  }

  private func inWords(_ overall: LagPercentiles) -> String {
    """
    Of \(overall.count.groupedCount(of: "change")), half became visible within \(overall.p50.inWords), 95 in 100 within \
    \(overall.p95.inWords), and 99 in 100 within \(overall.p99.inWords).
    """
  }

  private var objectivesInWords: String {
    let sentences = sources.compactMap { source in source.objective.map { inWords($0, of: source.name) } }
    return sentences.isEmpty ? "No source has an objective." : sentences.joined(separator: " ")
  }

  private func inWords(_ objective: StalenessObjective, of name: String) -> String {
    let own = lags.filter { $0.document.source == name }.compactMap(\.lag)
    let promise = "The objective of \(name) is \(objective.inWords)"
    let met = own.count { $0 <= objective.staleness }
    if own.isEmpty { return promise + "; no change of this source is recorded." }
    return "\(promise): met by \(met.share(of: own.count)) of \(own.count.groupedCount(of: "change"))."
  }

  private var key: [(swatch: String, meaning: String)] {
    [("median", "half of the changes"), ("wash", "up to 95 in 100"), ("whisker", "up to 99 in 100")]
      + (objectives.isEmpty ? [] : [("objective", "objective")])
  }

  private func table(_ overall: LagPercentiles) -> PageTable {
    let rows = [("p50", "half", overall.p50), ("p95", "95 in 100", overall.p95), ("p99", "99 in 100", overall.p99)]
    return PageTable(
      caption: "How long changes took to become visible",
      columns: [.init(title: "Percentile"), .init(title: "Changes"), .init(title: "Within", isNumber: true)],
      rows: rows.map { ["\($0)", "\($1)", "\($2.inWords)"] })
  }

  private func drawing(_ bins: TimeBins, _ width: Picture.Width) -> Picture.Drawing {
    let box = Box(x: 60, y: 24, width: width.units - 62, height: width == .wide ? 220 : 200)
    let area = PlotArea(box: box, bins: bins)
    let parts = bins.split(lags).map(LagPercentiles.init)
    let scale = LagScale(parts.compactMap(\.self).flatMap { [$0.p50, $0.p99] } + objectives.map(\.bound))
    let marks = scale.marks.map { area.rule(at: scale.share(of: $0), $0.inWords) }
    let bars = parts.enumerated().compactMap { bin, part in part.map { Self.bar($0, in: bin, area, scale) } }
    return Picture.Drawing(
      height: box.bottom + 26, shapes: marks + bars + promises(area, scale) + [area.timeAxis])
  }

  private static func bar(_ part: LagPercentiles, in bin: Int, _ area: PlotArea, _ scale: LagScale) -> Markup {
    let (middle, pitch) = (area.x(of: Double(bin) + 0.5), area.x(of: 1) - area.x(of: 0))
    let half = min(pitch * 0.38, 14)
    let (p50, p95, p99) = (
      area.y(of: scale.share(of: part.p50)), area.y(of: scale.share(of: part.p95)),
      area.y(of: scale.share(of: part.p99))
    )
    return """
      <rect class="wash" x="\(middle - half)" y="\(p95)" width="\(2 * half)" height="\(p50 - p95)"/>
      <path class="whisker" d="M\(middle) \(p95)V\(p99)M\(middle - half / 2) \(p99)h\(half)"/>
      <rect class="strong" x="\(middle - half)" y="\(p50 - 1.5)" width="\(2 * half)" height="3"/>
      """
  }

  /// Draws a line with a label for each objective. Each label is above its line, and labels don't overlap. A label for
  /// which the picture isn't high enough is left out.
  private func promises(_ area: PlotArea, _ scale: LagScale) -> [Markup] {
    var lowest = Double.infinity
    return objectives.map { objective in
      let y = area.y(of: scale.share(of: objective.bound))
      let label = min(y - 5, lowest - 15)
      lowest = label
      let name = "\(objective.names): \(objective.bound.inWords)".cut(toFit: area.box.width - 12, at: 13.5)
      let text: Markup = "<text class=\"promise halo end\" x=\"\(area.box.right - 4)\" y=\"\(label)\">\(name)</text>"
      return """
        <line class="objective" x1="\(area.box.x)" x2="\(area.box.right)" y1="\(y)" y2="\(y)"/>
        \(label >= 12 ? text : nil)
        """
    }
  }
}
