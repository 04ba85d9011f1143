internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage

/// A passage that a search found, at one of its placements in a document, or at all of them.
struct FoundPlace {
  /// The placements in the searched documents, in order; one of them unless each text is found once.
  let served: [ServedPlacement]
  let text: NormalizedText
  let score: Float
  let via: FoundBy

  /// The places of a passage: one for all placements if each text is found once, otherwise one for each.
  static func places(
    of passage: FoundPassage, _ text: NormalizedText, at served: [ServedPlacement], isDistinct: Bool
  ) -> [FoundPlace] {
    let groups = isDistinct && !served.isEmpty ? [served] : served.map { [$0] }
    return groups.map { FoundPlace(served: $0, text: text, score: passage.score, via: passage.via) }
  }
}
