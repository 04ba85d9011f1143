internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage

/// A piece of background work on an index: no reader waits for it.
enum IndexWork: Sendable {
  /// Continue the maintenance of a copy for a while. The copy was made at this position in the change log.
  case tend(any SimilarityIndex, at: SessionToken, for: Duration)
  /// Make the view anew with the kind of index that serves its passages best.
  case remake(EmbeddingSpace, IndexPlan)
  case save(IndexView)

  /// The result of a piece of work.
  enum Outcome: Sendable {
    case tended(any SimilarityIndex, at: SessionToken, isDone: Bool)
    case remade(IndexView)
    case saved(IndexView)
    case failed(why: String)
  }

  /// Does the work: one slice of maintenance, the whole new view, or the save. It ends early when the task is
  /// cancelled.
  @concurrent func done(on store: Store) async -> Outcome {
    switch self {
    case .tend(var index, let token, let slice):
      let end = ContinuousClock.now + slice
      var isDone = false
      while !isDone, !Task.isCancelled, ContinuousClock.now < end { isDone = !index.maintain() }
      return .tended(index, at: token, isDone: isDone)
    case .remake(let space, let plan):
      do {
        return .remade(try store.read { try IndexView(madeFor: space, in: $0, plan) })
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
