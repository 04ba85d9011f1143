internal import Freshet

/// A bar chart of the ages of the served texts, with a bar for each `AgeBucket`.
struct AgeFigure {
  private let counts: [(bucket: AgeBucket, count: Int)]
  private let served: Int

  init(_ report: AuditReport) {
    let buckets = report.verdicts.filter { $0.indexed != nil }
      .map { AgeBucket(modifiedAt: $0.modifiedAt, now: report.auditedAt) }
    counts = AgeBucket.allCases.map { bucket in (bucket, buckets.count { $0 == bucket }) }
    served = buckets.count
  }

  var markup: Markup {
    """
    <section id="age">
    <h2>Age of served documents</h2>
    \(body)
    </section>
    """
  }

  private var body: Markup {
    guard served > 0 else { return "<p>No document is served yet.</p>" }
    let picture = Picture(
      title: "Served documents by the age of their text", description: "\(inWords).", drawing: drawing)
    return """
      <p>When the files of the \(served.groupedCount(of: "served document")) were last modified, in whole days (UTC) \
      before the audit.</p>
      <figure>
      \(picture.markup)
      </figure>
      """
  }

  private var inWords: String {
    counts.filter { $0.count > 0 }.map { "\($0.bucket.rawValue): \($0.count.grouped) (\($0.count.share(of: served)))" }
      .joined(separator: ", ")
  }

  private func drawing(_ width: Picture.Width) -> Picture.Drawing {
    let (left, right) = (100.0, width == .wide ? 120.0 : 96)
    let longest = Double(counts.map(\.count).max() ?? 1)
    let scale = (width.units - left - right) / longest
    let rows = counts.enumerated().map { place, entry in
      bar(entry, at: Double(place) * Self.pitch, from: left, length: Double(entry.count) * scale)
    }
    return Picture.Drawing(height: Double(counts.count) * Self.pitch, shapes: rows)
  }

  private static let pitch = 26.0

  private func bar(_ entry: (bucket: AgeBucket, count: Int), at y: Double, from x: Double, length: Double) -> Markup {
    """
    <text class="end" x="\(x - 10)" y="\(y + 17)">\(entry.bucket.rawValue)</text>
    <rect class="\(entry.bucket == .unknown ? "soft" : "strong")" x="\(x)" y="\(y + 4)" \
    width="\(entry.count == 0 ? 0 : max(length, 2))" height="18" rx="2"/>
    <line class="grid" x1="\(x)" x2="\(x)" y1="\(y)" y2="\(y + Self.pitch)"/>
    <text x="\(x + length + 8)" y="\(y + 17)">\(entry.count.grouped)\
    <tspan class="small" dx="6">\(entry.count == 0 ? "" : entry.count.share(of: served))</tspan></text>
    """
  }
}
