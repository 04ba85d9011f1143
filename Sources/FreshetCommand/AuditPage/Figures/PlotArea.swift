/// The area in which a chart draws its data: a box whose horizontal axis is time, in bins.
struct PlotArea {
  let box: Box
  let bins: TimeBins

  func x(of bin: Double) -> Double { box.x + box.width * bin / Double(bins.count) }

  /// The vertical coordinate of a value, from 0 at the bottom of the area to 1 at its top.
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
