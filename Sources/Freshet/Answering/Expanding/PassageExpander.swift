internal import FreshetCorpus
internal import FreshetEmbedding
internal import FreshetStorage

/// Adds to hits the text around their passages, and unites hits whose expansions overlap.
struct PassageExpander {
  let reader: StoreReader
  let environment: CacheEnvironment
  /// Whether the question is searched by its words alone, which needs no model.
  let isByWordsAlone: Bool

  /// A hit with the place at which its passage was found.
  typealias Placed = (hit: Hit, served: ServedPlacement)

  /// The hits with their expansions, in their order. If expansions overlap, the best of their hits stands for all.
  ///
  /// - Complexity: one statement for each hit, and one for all texts. Reads each hit's document, and holds the bytes of
  ///   one document at a time.
  func expanded(_ hits: [Placed], by expansion: Expansion) throws -> [Hit] {
    if case .passage = expansion { return hits.map(\.hit) }
    let around = try Neighbourhood(
      of: hits[...], expansion, tokens: { try tokenCounts(of: $0, expansion) }, reader)
    return try expanded(around.stretches, of: hits, around.texts) { $0.overlaps($1) }
  }

  /// The best hits with their sections, as far as they fit into a prompt. A hit whose section doesn't fit comes with
  /// its passage alone, and one whose passage doesn't fit is left out. Hits whose sections overlap or touch become one.
  ///
  /// - Throws: `FreshetError.budgetTooSmall` if there are hits, and none fits.
  func fitting(_ hits: [Placed], into budget: TokenBudget) throws -> [Hit] {
    var (selection, texts) = (PromptSelection(budget), [ContentAddress: NormalizedText]())
    for start in stride(from: 0, to: hits.count, by: Self.batch) where start == 0 || !selection.isFull {
      let batch = hits[start..<min(start + Self.batch, hits.count)]
      let around = try Neighbourhood(
        of: batch, budget.expansion, tokens: { $0.mapValues { budget.count($0.string) } }, reader)
      for stretch in around.stretches { selection.add(stretch, in: version(of: stretch, hits), around.tokens) }
      texts.merge(around.texts) { $1 }
    }
    if selection.stretches.isEmpty, let needed = selection.leastNeeded {
      throw FreshetError.budgetTooSmall(budget: budget.limit, needed: needed)
    }
    return try expanded(selection.stretches, of: hits, texts) { $0.touches($1) }
  }

  /// How many hits `fitting` expands at a time, because most hits of a large answer don't fit.
  private static let batch = 20

  /// The number of tokens of each text: as the embedder counts them, or one for every three bytes if no question needs
  /// the embedder.
  private func tokenCounts(
    of texts: [ContentAddress: NormalizedText], _ expansion: Expansion
  ) throws -> [ContentAddress: Int] {
    guard case .section = expansion else { return [:] }
    if isByWordsAlone { return texts.mapValues { $0.string.utf8.count / 3 + 1 } }
    let embedder = try environment.embedder.loaded()
    return texts.mapValues { embedder.tokenCount(of: $0.string) }
  }

  private func version(of stretch: Stretch, _ hits: [Placed]) -> DocumentRevision {
    let served = hits[stretch.best.rank].served
    return DocumentRevision(document: served.document, revision: served.revision)
  }

  private func expanded(
    _ stretches: [Stretch], of hits: [Placed], _ texts: [ContentAddress: NormalizedText],
    unitingIf belongTogether: (Stretch, Stretch) -> Bool
  ) throws -> [Hit] {
    let versions = Dictionary(grouping: stretches) { version(of: $0, hits) }
    let expanded = try versions.values.flatMap { stretches in
      let served = hits[stretches[0].best.rank].served
      return try self.expanded(Stretch.united(stretches, if: belongTogether), in: served, texts)
    }
    return expanded.sorted { $0.rank < $1.rank }.map(\.hit)
  }

  /// The best hits of the stretches, which are of one version of a document, with their expansions.
  private func expanded(
    _ stretches: [Stretch], in served: ServedPlacement, _ texts: [ContentAddress: NormalizedText]
  ) throws -> [Stretch.Ranked] {
    let revision = try RevisionBytes(of: served, in: environment, reader)
    return stretches.map { stretch in
      let (rank, hit) = stretch.best
      let known = hit.certificate.freshness
      guard let revision, revision.bytes.count >= stretch.bytes.upperBound else {
        return (rank, hit.expanded(to: stretch.text(joined(stretch, texts), isJoined: true, known)))
      }
      let isFresh = revision.isFromSource && known != .conflicted
      let text = NormalizedText(normalizing: revision.bytes[stretch.bytes])
      return (rank, hit.expanded(to: stretch.text(text, isJoined: false, isFresh ? .fresh : known)))
    }
  }

  private func joined(_ stretch: Stretch, _ texts: [ContentAddress: NormalizedText]) -> NormalizedText {
    NormalizedText(normalizing: stretch.placements.compactMap { texts[$0.address]?.string }.joined(separator: "\n\n"))
  }
}
