internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// Compares single documents with the bytes of their files, independently of the store's records about changes.
struct DocumentProbe: Sendable {
  let sources: SourceSet
  let store: Store
  let recipes: IndexingRecipes
  let clock: WallClock

  /// Compares a document with its file and returns the result. Nil if the document is neither in its source nor in the
  /// index.
  func verdict(on document: DocumentID) async throws -> DocumentVerdict? {
    var views: [String: SourceView] = [:]
    if let source = try sources[document.source]?.named(by: store) {
      let (row, known) = try store.read { (try $0.document(document), try $0.source(named: document.source)?.known) }
      let scan = try source.scan(source.scope(of: [document.path]), now: clock)
      let remounts = source.remounts(in: scan, since: row.map { [$0] } ?? [])
      var view = SourceView(of: source, scan, remounts: remounts, asked: [document])
      if row != nil { view.hold(since: known) }
      views[source.name] = view
    }
    let examination = DocumentExamination(
      sources: sources, views: views, recipes: recipes, clock: clock, readsBytes: true)
    return try await examination.examine([document], in: store)[0].verdict
  }
}
