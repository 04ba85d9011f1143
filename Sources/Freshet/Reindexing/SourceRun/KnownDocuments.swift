internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// What the store has on record about a source's documents, read before the source is scanned.
struct KnownDocuments: Sendable {
  let indexed: [IndexedDocument]
  let marked: [DocumentID: MarkedDocument]
  let skips: [DocumentID: SkipRecord]

  /// Reads the records of a source's documents below the given paths.
  ///
  /// - Parameter scope: the paths to read records for, relative to the source's root; none of them lies below another
  ///   one. "" means the whole source.
  init(_ reader: StoreReader, of source: String, below scope: [String]) throws {
    let paths = scope.count > Self.maximumLookups ? [""] : scope
    indexed = try reader.documents(of: source, below: paths)
    let rows = try reader.marked(of: source, below: paths)
    marked = Dictionary(rows.map { ($0.id, $0) }) { first, _ in first }
    skips = try reader.skips(of: source, below: paths)
  }

  /// The highest number of paths to look up one by one. For more, reading all records is faster.
  private static let maximumLookups = 1_000

  func reconciliation(recipe: IndexingRecipe, believesStamps: Bool) -> Reconciliation {
    Reconciliation(
      indexed: indexed, marked: Set(marked.keys), skips: skips, recipe: recipe,
      believesStamps: believesStamps)
  }
}
