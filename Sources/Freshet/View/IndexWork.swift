internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage

/// A piece of background work on a similarity index. Searches don't wait for it.
enum IndexWork: Sendable {
  /// Do maintenance on a copy of the index for the given time. The token is the copy's position in the store's change
  /// log.
  case tend(any SimilarityIndex, at: SessionToken, for: Duration)
  /// Build an index of the kind that is best for the number of passages from the store.
  case remake(EmbeddingSpace, IndexPlan)
  case save(IndexView)

  /// The result of a piece of background work.
  enum Outcome: Sendable {
    case tended(any SimilarityIndex, at: SessionToken, isDone: Bool)
    case remade(IndexView)
    case saved(IndexView)
    case failed(why: String)
  }

  /// Performs the work and returns its result. Ends early if the task is cancelled.
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
        return .failed(why: "the index could not be saved: \(error)")
      }
      return .saved(view)
    }
  }
}
