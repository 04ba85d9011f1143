internal import Foundation
internal import Freshet

/// A chart over time of how many passages refreshes reused, and how many they had to embed.
struct WorkFigure {
  private let refreshes: [Refresh]
  private let sum: EmbeddingWork

  init(_ report: AuditReport) {
    refreshes = report.refreshes
    sum = EmbeddingWork(report.refreshes)
  }

  var markup: Markup {
    """
    <section id="work">
    <h2>Work saved</h2>
    \(body)
    </section>
    """
  }

  private var body: Markup {
    guard let bins = TimeBins(refreshes) else {
      return "<p>No change has been recorded yet, so no work was done or saved.</p>"
    }
    if sum.passages == 0 { return "<p>The changes that were recorded had no passages to embed or to reuse.</p>" }
    let picture = Picture(
      title: "Passages reused and embedded over time", description: inWords, drawing: { [self] in drawing(bins, $0) })
    return """
      <p>\(inWords)</p>
      <figure>
      \(picture.markup)
      \(Picture.key([("strong", "embedded"), ("soft", "reused")]))
      </figure>
      """
  }

  private var inWords: String {
    """
    Of \(sum.passages.groupedCount(of: "passage")) in \(refreshes.count.groupedCount(of: "changed document")), \
    \(sum.reused.grouped) (\(sum.reused.share(of: sum.passages))) had \(sum.reused == 1 ? "its vector" : "their vectors") \
    already, and \(sum.embedded.grouped) \(sum.embedded == 1 ? "was" : "were") embedded.
    """
  }

  private func drawing(_ bins: TimeBins, _ width: Picture.Width) -> Picture.Drawing {
    let box = Box(x: 60, y: 12, width: width.units - 62, height: 160)
    let area = PlotArea(box: box, bins: bins)
    let parts = bins.split(refreshes).map(EmbeddingWork.init)
    let marks = Self.marks(to: parts.map(\.passages).max() ?? 0)
    let top = Double(marks.last ?? 1)
    let rules = marks.map { area.rule(at: Double($0) / top, $0.grouped) }
    let bars = parts.enumerated().compactMap { bin, part in Self.bar(part, in: bin, area, top) }
    return Picture.Drawing(height: box.bottom + 26, shapes: rules + bars + [area.timeAxis])
  }

  /// Draws the bar of a time interval: embedded passages at the bottom, reused passages above. Nil if the interval has
  /// no passages.
  private static func bar(_ part: EmbeddingWork, in bin: Int, _ area: PlotArea, _ top: Double) -> Markup? {
    guard part.passages > 0 else { return nil }
    let (middle, pitch) = (area.x(of: Double(bin) + 0.5), area.x(of: 1) - area.x(of: 0))
    let half = min(pitch * 0.4, 14)
    let (all, embedded) = (
      area.y(of: Double(part.passages) / top), area.y(of: Double(part.embedded) / top)
    )
    return """
      <rect class="soft" x="\(middle - half)" y="\(all)" width="\(2 * half)" height="\(embedded - all)"/>
      <rect class="strong" x="\(middle - half)" y="\(embedded)" width="\(2 * half)" height="\(area.box.bottom - embedded)"/>
      """
  }

  /// Axis marks from 0 up to at least `most`, in equal steps of 1, 2 or 5 times a power of ten.
  private static func marks(to most: Int) -> [Int] {
    var (step, factors) = (1, [2, 5, 10])
    var scale = 1
    while step * 4 < most {
      step = scale * factors.removeFirst()
      if factors.isEmpty { (scale, factors) = (scale * 10, [2, 5, 10]) }
    }
    return (0...max(1, (most + step - 1) / step)).map { $0 * step }
  }
}
