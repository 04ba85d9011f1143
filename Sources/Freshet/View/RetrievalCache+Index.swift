internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetIndexing
internal import Logging
internal import FreshetStorage

/// Upkeep of the similarity index, off the actor: readers go on with the index as it is.
///
/// It runs in `run`'s task group while there is one. Whoever only opens and retrieves has no task that lives as long as the cache,
/// so there it is a task of its own, which the cache starts when its view has changed, and which ends when nothing is left to do.
extension RetrievalCache {
  /// The view of the index at the reader's position.
  ///
  /// - Parameter questions: that it is wanted for.
  func view(at reader: StoreReader, for questions: [Question]) throws -> IndexView {
    defer {
      tendIfNeeded()
      if let failure = kept.takeFileFailure() {
        logger.warning("the saved index could not be used or written", metadata: ["why": "\(failure)"])
      }
    }
    return try kept.view(of: embedder.space, at: reader, asked: questions.compactMap(\.vector))
  }

  /// What `search` finds in the view at the reader's position. If the file that the index lies in turns out damaged on the way,
  /// it is done again in a view that was made anew.
  func searching<Found>(
    _ reader: StoreReader, for questions: [Question], _ search: (IndexView) throws -> Found
  ) throws -> Found {
    while true {
      let view = try view(at: reader, for: questions)
      let found = try search(view)
      if view.index.isSound { return found }
    }
  }

  /// Tends the index whenever it has changed, until the task is cancelled.
  func tendWhileRunning() async {
    guard bell == nil else { return }
    let (calls, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    self.bell = bell
    defer { self.bell = nil }
    bell.yield()
    for await _ in calls {
      while !Task.isCancelled, let work = nextWork() { finish(await work.done(on: store)) }
    }
  }

  /// Returns when the upkeep that is at work has nothing left to do.
  package func indexTended() async {
    while let tending { await tending.value }
  }

  package var isTendingIndex: Bool { tending != nil }

  private func tendIfNeeded() {
    guard kept.needsWork else { return }
    if let bell {
      bell.yield()
    } else if tending == nil {
      tending = detachedTending()
    }
  }

  /// Unstructured, for no call lasts as long as the cache. It doesn't outlive it by more than a slice: it holds the cache weakly,
  /// ends when it is gone, and is cancelled by its deinit.
  private func detachedTending() -> Task<Void, Never> {
    Task(priority: .utility) { [weak self, store] in
      while let work = await self?.nextWork() {
        let outcome = await work.done(on: store)
        await self?.finish(outcome)
      }
      await self?.endTending()
    }
  }

  private func nextWork() -> IndexWork? { kept.begin() }

  private func finish(_ outcome: IndexWork.Outcome) {
    if case .failed(let why) = outcome {
      logger.warning("the index was not tended", metadata: ["why": "\(why)"])
    }
    kept.finish(outcome)
  }

  private func endTending() {
    tending = nil
    tendIfNeeded()
  }
}
