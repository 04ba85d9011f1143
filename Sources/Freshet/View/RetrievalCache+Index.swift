extension RetrievalCache {
  /// Waits until the background maintenance of the similarity index, if one is running, has no work left.
  package nonisolated func indexTended() async { await index.tended() }

  package nonisolated var isTendingIndex: Bool {
    get async { await index.isTending }
  }
}
