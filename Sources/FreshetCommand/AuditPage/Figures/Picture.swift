/// A drawing in two widths, of which the style sheet shows one: so its labels keep their size on a phone, without a script.
///
/// Whoever doesn't see it is told the same: `description` says the figures in words.
struct Picture {
  enum Width: String, CaseIterable {
    case wide, narrow

    var units: Double { self == .wide ? 770 : 340 }
  }

  struct Drawing {
    let height: Double
    let shapes: [Markup]
  }

  let title: String
  let description: String
  let drawing: (Width) -> Drawing

  var markup: Markup { "\(Width.allCases.map(svg))" }

  private func svg(_ width: Width) -> Markup {
    let drawn = drawing(width)
    return """
      <svg class="\(width.rawValue)" role="img" viewBox="0 0 \(width.units) \(drawn.height)">
      <title>\(title)</title>
      <desc>\(description)</desc>
      \(drawn.shapes)
      </svg>
      """
  }

  /// What each shape stands for, as a list below the picture.
  static func key(_ entries: [(swatch: String, meaning: String)]) -> Markup {
    let items = entries.map { "<li><span class=\"swatch \($0.swatch)\"></span>\($0.meaning)</li>" as Markup }
    return "<ul class=\"key\">\n\(items)\n</ul>"
  }
}

/// Where a picture draws its data: a box whose horizontal axis is time, in bins.
struct PlotArea {
  let box: Box
  let bins: TimeBins

  func x(of bin: Double) -> Double { box.x + box.width * bin / Double(bins.count) }

  /// From the bottom up.
  func y(of share: Double) -> Double { box.bottom - box.height * share }

  func rule(at share: Double, _ label: String) -> Markup {
    """
    <line class="grid" x1="\(box.x)" x2="\(box.right)" y1="\(y(of: share))" y2="\(y(of: share))"/>
    <text class="small end" x="\(box.x - 8)" y="\(y(of: share) + 4)">\(label)</text>
    """
  }

  var timeAxis: Markup {
    let y = box.bottom + 18
    if bins.first == bins.last {
      return "<text class=\"small\" x=\"\(box.x)\" y=\"\(y)\">\(bins.first.toTheMinute)</text>"
    }
    return """
      <text class="small" x="\(box.x)" y="\(y)">\(bins.first.toTheMinute)</text>
      <text class="small end" x="\(box.right)" y="\(y)">\(bins.last.toTheMinute)</text>
      """
  }
}
