internal import FreshetCorpus
internal import Foundation
internal import FreshetIndexing
internal import Logging
internal import FreshetStorage

/// Owns the similarity index that all searches of a cache share. Maintenance runs outside the actor on a copy, so that
/// searches don't wait for it.
///
/// While the cache's `run` is active, maintenance runs in its task group. Otherwise, maintenance has a task of its own,
/// which starts when the index has changed, and ends when no work is left.
actor LiveIndex {
  private let store: Store
  private let space: EmbeddingSpace
  private let logger: Logger
  private var kept: KeptView
  /// Whether a search has used the index.
  private var isAsked = false
  /// The task that maintains the index while the cache's `run` isn't active. (`bell` wakes the maintenance task in
  /// `run`.)
  private var tending: Task<Void, Never>?
  private var bell: AsyncStream<Void>.Continuation?
  /// Callers that wait until no maintenance work is running.
  private var waiting: [CheckedContinuation<Void, Never>] = []
  /// Whether a question may start maintenance; false in a process that ends after its answer.
  private let tendsAfterQuestions: Bool

  private static let preparesEvery = Duration.seconds(10)
  /// The least number of changes in the change log after which a running cache prepares the index again.
  private static let fewestChanges: Int64 = 256

  init(_ plan: IndexPlan, in environment: CacheEnvironment, tendsAfterQuestions: Bool) {
    self.tendsAfterQuestions = tendsAfterQuestions
    store = environment.store
    space = environment.embedder.space
    logger = environment.logger
    kept = KeptView(plan)
  }

  deinit {
    tending?.cancel()
  }

  /// Runs `search` in one read transaction, with the similarity index for the same state of the store; without an index
  /// if all questions search by words only. If the index file turns out to be damaged, builds the index from the store
  /// and searches again.
  ///
  /// - Parameter questions: the questions of the search. The approximate index uses them to calibrate its estimate of
  ///   recall.
  func searching<Found: Sendable>(
    for questions: [Question], _ search: @Sendable (StoreReader, IndexView?) throws -> Found
  ) throws -> Found {
    if questions.allSatisfy({ $0.mode == .lexical }) { return try store.read { try search($0, nil) } }
    return try store.read { reader in
      while true {
        let view = try view(at: reader, for: questions)
        let found = try search(reader, view)
        if view.index.isSound { return found }
      }
    }
  }

  private func view(at reader: StoreReader, for questions: [Question]) throws -> IndexView {
    isAsked = true
    defer {
      tendIfNeeded()
      if let failure = kept.takeFileFailure() {
        logger.warning("the saved index could not be used or written", metadata: ["why": "\(failure)"])
      }
    }
    return try kept.view(of: space, at: reader, asked: questions.compactMap(\.vector))
  }

  /// Builds the index and saves it for later searches, if there is no usable index file or if many passages have changed
  /// since it was saved. Drops the index from memory if no search has used it.
  ///
  /// If this fails, it logs a warning, and the next search reads the vectors from the store.
  func prepare() async {
    do {
      guard try store.read({ try $0.hasVectors(atLeast: IndexPlan.fewestSaved) }) else { return }
      let view = try store.read { try kept.view(of: space, at: $0, asked: []) }
      if view.isWorthSaving || view.isOutgrown { await tend() }
    } catch {
      logger.warning("the index could not be prepared", metadata: ["why": "\(error)"])
    }
    if !isAsked, !kept.isAtWork { kept = KeptView(kept.plan) }
  }

  /// The status of the index. Before the first search, `kind` is the kind that the index of an empty store would have.
  var status: IndexStatus { kept.status }

  /// Performs an erasure, after which no index with the erased vectors may remain. Waits for running background work,
  /// calls `change`, and then drops the index and deletes its files; no search can come in between. The next search
  /// rebuilds the index from the store.
  ///
  /// - Returns: the result of `change`. Nil means that nothing was changed; then the index is kept.
  func forgetting<Value: Sendable>(_ change: @Sendable () throws -> Value?) async throws -> Value? {
    while kept.isAtWork { await withCheckedContinuation { waiting.append($0) } }
    guard let value = try change() else { return nil }
    kept = KeptView(kept.plan)
    try removeFiles()
    return value
  }

  /// Deletes the saved index and unfinished copies of it. The index can be rebuilt from the store.
  private func removeFiles() throws {
    let files = FileManager.default
    for name in try files.contentsOfDirectory(atPath: store.path) where name.isIndex {
      let path = "\(store.path)/\(name)"
      if unlink(path) != 0, errno != ENOENT {
        throw StorageError.unreadable(path: path, why: String(cString: strerror(errno)))
      }
    }
  }
}

/// Background maintenance of the similarity index.
extension LiveIndex {
  /// Does maintenance each time the index has changed, until the task is cancelled.
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

  /// Calls `prepare` at once, and again whenever many documents have changed and no passage is due to be embedded, until
  /// the task is cancelled.
  func prepareWhileRunning(clock: WallClock) async {
    var prepared: Int64?
    while !Task.isCancelled {
      if let position = positionToPrepare(after: prepared, now: clock()) {
        await prepare()
        prepared = position
      }
      try? await Task.sleep(for: Self.preparesEvery)  // cancelled: the loop ends
    }
  }

  /// The current position in the change log; nil if there is nothing to prepare now, or the store can't be read.
  private func positionToPrepare(after prepared: Int64?, now: Timestamp) -> Int64? {
    // If the store can't be read, the next round tries again.
    let state = try? store.read { (try $0.token().sequence, try $0.nextAwaited(in: space.id)) }
    guard let (position, due) = state, due.map({ $0 > now }) ?? true else { return nil }
    guard let prepared else { return position }
    return abs(position - prepared) >= Self.fewestChanges ? position : nil
  }

  /// Does all maintenance work that is due.
  private func tend() async {
    await tended()
    while !Task.isCancelled, let work = nextWork() { finish(await work.done(on: store)) }
  }

  /// Waits until the maintenance task, if one is running, has no work left.
  func tended() async {
    while let tending { await tending.value }
  }

  var isTending: Bool { tending != nil }

  private func tendIfNeeded() {
    guard kept.needsWork else { return }
    if let bell {
      bell.yield()
    } else if tendsAfterQuestions, tending == nil {
      tending = detachedTending()
    }
  }

  /// Starts maintenance in an unstructured task, because no call lasts as long as the cache. The task references the
  /// actor weakly, and the actor's deinit cancels it, so it outlives the actor by at most one piece of work.
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
      logger.warning("maintenance of the index failed", metadata: ["why": "\(why)"])
    }
    kept.finish(outcome)
    for caller in waiting { caller.resume() }
    waiting = []
  }

  private func endTending() {
    tending = nil
    tendIfNeeded()
  }
}

extension String {
  fileprivate var isIndex: Bool { self == "index" || hasPrefix("index.") && hasSuffix(".new") }
}
