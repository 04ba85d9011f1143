internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage

/// A piece of the work on an index that no reader waits for.
enum IndexWork: Sendable {
  /// To go on for a while with the maintenance of a copy, made at a position in the change log.
  case tend(any SimilarityIndex, at: SessionToken, for: Duration)
  /// To make the view anew: with an index of the other kind, or because the file it was opened from is damaged.
  case remake(EmbeddingSpace, IndexPlan)
  case save(IndexView)

  /// What became of it.
  enum Outcome: Sendable {
    case tended(any SimilarityIndex, at: SessionToken, isDone: Bool)
    case remade(IndexView)
    case saved(IndexView)
    case failed(why: String)
  }

  /// One slice of maintenance, or the whole new view; less when the task is cancelled.
  @concurrent func done(on store: Store) async -> Outcome {
    switch self {
    case .tend(var index, let token, let slice):
      let end = ContinuousClock.now + slice
      var isDone = false
      while !isDone, !Task.isCancelled, ContinuousClock.now < end { isDone = !index.maintain() }
      return .tended(index, at: token, isDone: isDone)
    case .remake(let space, let plan):
      do {
        return .remade(try store.read { try IndexView(of: space, in: $0, plan, mayOpen: false) })
      } catch {
        return .failed(why: "\(error)")
      }
    case .save(let view):
      do {
        try store.check()
        try view.save()
      } catch {
        return .failed(why: "it could not be saved: \(error)")
      }
      return .saved(view)
    }
  }
}
