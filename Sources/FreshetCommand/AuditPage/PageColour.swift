/// The page's colours, each in a light and a dark variant. The contrast ratio of text is at least 4.5 against every
/// background on which it may stand (WCAG 2.2, 1.4.3). The contrast ratio of shapes that carry meaning is at least 3
/// (1.4.11).
package enum PageColour: String, CaseIterable, Sendable {
  case page, card, ink, muted, line, link
  case bad, badWash, warned, warnedWash, good, goodWash
  /// Colours of shapes in pictures: `strong` for the main values, `soft` and `wash` for others, `mark` for objectives
  /// and errors.
  case strong, soft, wash, mark
  /// Colours of folders in the treemap, from all documents in step (`tile0`) to most of them out of step (`tile4`).
  case tile0, tile1, tile2, tile3, tile4

  /// The colour on a light page as 0xRRGGBB.
  package var light: UInt32 {
    switch self {
    case .page: 0xF6F6F3
    case .card: 0xFFFFFF
    case .ink: 0x1B1F24
    case .muted: 0x565E68
    case .line: 0xDCDDD8
    case .link: 0x0B559F
    case .bad: 0xA3231B
    case .badWash: 0xFBECEA
    case .warned: 0x7A4B00
    case .warnedWash: 0xFCF2DE
    case .good: 0x14603B
    case .goodWash: 0xE6F3EC
    case .strong: 0x1C5388
    case .soft: 0x5F92C0
    case .wash: 0xDDE8F2
    case .mark: 0xA3231B
    case .tile0: 0xD3E8DE
    case .tile1: 0xE8EDCB
    case .tile2: 0xFBE3B1
    case .tile3: 0xF7C592
    case .tile4: 0xEFA38F
    }
  }

  package var dark: UInt32 {
    switch self {
    case .page: 0x121417
    case .card: 0x1A1D21
    case .ink: 0xE9EAEB
    case .muted: 0xA9B1BA
    case .line: 0x343A41
    case .link: 0x86BEF7
    case .bad: 0xFF9E94
    case .badWash: 0x3A1F1D
    case .warned: 0xF0BF70
    case .warnedWash: 0x372B16
    case .good: 0x84D3A8
    case .goodWash: 0x17301F
    case .strong: 0x8CC3F5
    case .soft: 0x46799F
    case .wash: 0x273441
    case .mark: 0xFF9E94
    case .tile0: 0x1E4438
    case .tile1: 0x3C4624
    case .tile2: 0x584718
    case .tile3: 0x6B3E1A
    case .tile4: 0x7A2F26
    }
  }

  /// Every text colour, with each background colour on which such text may stand.
  package static let textOnGround: [(text: PageColour, ground: PageColour)] =
    [PageColour.ink, .muted, .link].flatMap { text in [.page, .card].map { (text, $0) } }
    + [.bad, .badWash, .warned, .warnedWash, .good, .goodWash].pairs.flatMap { text, wash in
      [(text, .page), (text, .card), (text, wash), (.ink, wash), (.muted, wash)]
    } + [.tile0, .tile1, .tile2, .tile3, .tile4].map { (.ink, $0) }

  /// Every colour of a shape that carries meaning.
  package static let shapes: [PageColour] = [.strong, .soft, .mark]

  static func variables(_ value: (PageColour) -> UInt32) -> String {
    allCases.map { colour in
      let digits = String(value(colour), radix: 16)
      return "--\(colour.rawValue):#\(String(repeating: "0", count: 6 - digits.count))\(digits);"
    }.joined()
  }
}

extension Array {
  fileprivate var pairs: [(Element, Element)] {
    stride(from: 0, to: count, by: 2).map { (self[$0], self[$0 + 1]) }
  }
}
