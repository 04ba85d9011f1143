internal import FreshetCorpus
internal import FreshetStorage

/// The stretches of text around hits, each as far as its expansion reaches, with the texts of their passages.
struct Neighbourhood {
  /// In the order of the hits; none is united with another yet.
  let stretches: [Stretch]
  let texts: [ContentAddress: NormalizedText]
  let tokens: [ContentAddress: Int]

  /// - Parameters:
  ///   - hits: hits with their ranks as indices.
  ///   - tokens: counts the tokens of texts.
  init(
    of hits: ArraySlice<PassageExpander.Placed>, _ expansion: Expansion,
    tokens: ([ContentAddress: NormalizedText]) throws -> [ContentAddress: Int], _ reader: StoreReader
  ) throws {
    let around = try hits.map { try Self.surroundings(of: $0.served, expansion, reader) }
    let texts = try reader.soundTexts(at: Array(Set(around.flatMap(\.addresses))))
    let counts = try tokens(texts)
    stretches = zip(hits.indices, around).map { rank, surroundings in
      let window = ExpansionWindow(of: surroundings) { counts[$0.address] ?? 0 }
      return Stretch(
        of: (rank, hits[rank].hit), at: surroundings.hit.ordinal,
        with: surroundings[window.ordinals(for: expansion)])
    }
    self.texts = texts
    self.tokens = counts
  }

  private static func surroundings(
    of served: ServedPlacement, _ expansion: Expansion, _ reader: StoreReader
  ) throws -> Surroundings {
    let (hit, reach) = (served.placement, ExpansionWindow.reach(of: expansion))
    let ordinals = Surroundings.range(reach, around: hit.ordinal)
    let found = try reader.placements(of: served.document, in: ordinals, around: hit.ordinal)
    return Surroundings(of: hit, among: found, reach: reach)
  }
}
