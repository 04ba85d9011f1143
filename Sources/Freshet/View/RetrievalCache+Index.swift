extension RetrievalCache {
  /// Returns when the maintenance of the index that is at work has nothing left to do.
  package nonisolated func indexTended() async { await index.tended() }

  package nonisolated var isTendingIndex: Bool {
    get async { await index.isTending }
  }
}
