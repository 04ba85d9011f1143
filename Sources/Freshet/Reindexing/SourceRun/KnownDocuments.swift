internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// What the store knows of a source's documents before a look at it.
struct KnownDocuments: Sendable {
  let indexed: [IndexedDocument]
  let marked: [DocumentID: MarkedDocument]
  let skips: [DocumentID: SkipRecord]

  /// - Parameter scope: paths below the source's root, none below another one; "" for all of it.
  init(_ reader: StoreReader, of source: String, below scope: [String]) throws {
    let paths = scope.count > Self.maximumLookups ? [""] : scope
    indexed = try reader.documents(of: source, below: paths)
    let rows = try reader.marked(of: source, below: paths)
    marked = Dictionary(rows.map { ($0.id, $0) }) { first, _ in first }
    skips = try reader.skips(of: source, below: paths)
  }

  /// The most paths to look up one by one: for more, reading everything is quicker.
  private static let maximumLookups = 1_000

  func reconciliation(recipe: IndexingRecipe, believesStamps: Bool) -> Reconciliation {
    Reconciliation(
      indexed: indexed, marked: Set(marked.keys), skips: skips, recipe: recipe,
      believesStamps: believesStamps)
  }
}
