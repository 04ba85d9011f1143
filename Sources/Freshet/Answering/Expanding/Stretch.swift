internal import FreshetCorpus

/// Consecutive passages of one version of a document, with the hits among them.
struct Stretch {
  /// A hit with its rank in the answer, from 0.
  typealias Ranked = (rank: Int, hit: Hit)

  /// Best first.
  private(set) var hits: [Ranked]
  /// In the order of the document, without gaps.
  private(set) var placements: [Placement]

  /// The ordinal of the best hit's passage.
  let hitOrdinal: Int

  /// - Parameter placements: those of the stretch, the hit's among them.
  init(of hit: Ranked, at ordinal: Int, with placements: [Placement]) {
    hits = [hit]
    hitOrdinal = ordinal
    self.placements = placements
  }

  var best: Ranked { hits[0] }

  var ordinals: ClosedRange<Int> { placements[0].ordinal...placements[placements.count - 1].ordinal }

  var bytes: Range<Int> {
    placements[0].bytes.lowerBound..<placements[placements.count - 1].bytes.upperBound
  }

  /// The passage of the best hit alone.
  var withoutExpansion: Stretch {
    Stretch(of: best, at: hitOrdinal, with: placements.filter { $0.ordinal == hitOrdinal })
  }

  func overlaps(_ other: Stretch) -> Bool { ordinals.overlaps(other.ordinals) }

  /// Whether the stretches overlap, or nothing is between them.
  func touches(_ other: Stretch) -> Bool {
    overlaps(other) || isRight(before: other) || other.isRight(before: self)
  }

  private func isRight(before other: Stretch) -> Bool {
    ordinals.upperBound + 1 == other.ordinals.lowerBound
      && other.placements[0].follows(placements[placements.count - 1])
  }

  /// Unites the stretches that belong together, in the order of the document.
  ///
  /// - Parameter stretches: stretches of one version of a document, in any order.
  static func united(_ stretches: [Stretch], if belongTogether: (Stretch, Stretch) -> Bool) -> [Stretch] {
    stretches.sorted { $0.ordinals.lowerBound < $1.ordinals.lowerBound }.reduce(into: []) { united, next in
      if let last = united.last, belongTogether(last, next) {
        united[united.count - 1] = last.united(with: next)
      } else {
        united.append(next)
      }
    }
  }

  /// The passages and hits of both stretches. They must touch, and the other one must not begin earlier.
  private func united(with other: Stretch) -> Stretch {
    let isBetter = best.rank < other.best.rank
    var united = Stretch(
      of: isBetter ? best : other.best, at: isBetter ? hitOrdinal : other.hitOrdinal,
      with: placements + other.placements.filter { $0.ordinal > ordinals.upperBound })
    united.hits = (hits + other.hits).sorted { $0.rank < $1.rank }
    return united
  }

  func text(_ text: NormalizedText, isJoined: Bool, _ freshness: Freshness) -> ExpandedText {
    let lines = LineRange(first: placements[0].lines.first, last: placements[placements.count - 1].lines.last)
    return ExpandedText(
      text: text.string, bytes: bytes, lines: lines, columns: placements[0].columns, isJoined: isJoined,
      freshness: freshness, passages: hits.map(\.hit))
  }
}
