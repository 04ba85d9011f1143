/// Upper bounds for the width of text in pictures. The reader's font is unknown, so each character counts as wide as
/// the widest of its kind in DejaVu Sans, which is wider than usual system fonts.
extension String {
  func width(at size: Double) -> Double {
    unicodeScalars.reduce(0) { $0 + size * $1.ems }
  }

  /// The text, with an ellipsis in place of what doesn't fit.
  ///
  /// - Parameters:
  ///   - width: the available width, in units of the drawing.
  ///   - size: the font size, in the same units.
  func cut(toFit width: Double, at size: Double) -> String {
    var kept = spelledOut
    if kept.width(at: size) <= width { return kept }
    while !kept.isEmpty, (kept + "…").width(at: size) > width { kept.removeLast() }
    return kept + "…"
  }
}

extension Unicode.Scalar {
  fileprivate var ems: Double {
    switch self {
    case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", " ", "/", "f", "t", "r", "(", ")", "-": 0.42
    case "m", "w", "M", "W", "%", "@", "…": 1
    case "A"..."Z": 0.78
    case "\u{20}"..."\u{7E}": 0.65
    default: 1.1
    }
  }
}
