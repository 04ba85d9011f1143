/// A drawing in a wide and a narrow version, of which the style sheet shows one. So labels keep their size on a phone,
/// without a script.
///
/// `description` says the same in words, for people who can't see the drawing.
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

  /// The legend below a picture: a list of the meaning of each shape.
  static func key(_ entries: [(swatch: String, meaning: String)]) -> Markup {
    let items = entries.map { "<li><span class=\"swatch \($0.swatch)\"></span>\($0.meaning)</li>" as Markup }
    return "<ul class=\"key\">\n\(items)\n</ul>"
  }
}
