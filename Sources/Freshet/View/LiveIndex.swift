internal import FreshetCorpus
internal import Foundation
internal import FreshetIndexing
internal import Logging
internal import FreshetStorage

/// Owns the view of the similarity index that all readers of a cache share. Maintains it off the actor, so that readers
/// meanwhile use the index as it is.
///
/// While the cache's `run` is active, maintenance runs in its task group. A program that only opens and retrieves has
/// no task that lives as long as the cache. There maintenance has a task of its own, which starts when the view has
/// changed, and which ends when nothing is left to do.
actor LiveIndex {
  private let store: Store
  private let space: EmbeddingSpace
  private let logger: Logger
  private var kept: KeptView
  /// Whether a question used the view.
  private var isAsked = false
  /// The task that maintains the index while `run` isn't active; `bell` wakes the one in `run`.
  private var tending: Task<Void, Never>?
  private var bell: AsyncStream<Void>.Continuation?
  /// Callers that wait until no work on the index is under way.
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

  /// Runs `search` in one committed state of the store, with the view of the index at that state; without a view if
  /// all questions search by words. If the file that holds the index turns out damaged meanwhile, makes the view anew
  /// and searches again.
  ///
  /// - Parameter questions: the questions to search for; the index observes them.
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

  /// Makes the index and saves it, so that the next question opens it, if that is worth the time: no saved index can be
  /// used, or many passages have changed since it was saved. The index in memory is dropped if no question used it.
  ///
  /// A failure is logged: it costs the next question the time to read the vectors.
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

  /// The index's status. Before the first question, its `kind` is that for an empty store.
  var status: IndexStatus { kept.status }

  /// Performs a change after which no older index may remain. It waits until no work on the index is under way, makes
  /// the change, drops the view and removes the saved indexes, with no question in between. The next question makes the
  /// view anew from what the store holds.
  ///
  /// - Returns: what the change returns; nil if it changed nothing, and then nothing is dropped.
  func forgetting<Value: Sendable>(_ change: @Sendable () throws -> Value?) async throws -> Value? {
    while kept.isAtWork { await withCheckedContinuation { waiting.append($0) } }
    guard let value = try change() else { return nil }
    kept = KeptView(kept.plan)
    try removeFiles()
    return value
  }

  /// Removes the saved indexes and their drafts. They can be made anew from what the store holds.
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

/// Maintenance of the similarity index.
extension LiveIndex {
  /// Maintains the index whenever it has changed, until the task is cancelled.
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

  /// Prepares the index at once, and again whenever many documents have changed since and no passage is due to be
  /// embedded, until the task is cancelled.
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

  /// The present position in the change log; nil if the index needn't be prepared now, or the store can't be read.
  private func positionToPrepare(after prepared: Int64?, now: Timestamp) -> Int64? {
    // If the store can't be read, the next round tries again.
    let state = try? store.read { (try $0.token().sequence, try $0.nextAwaited(in: space.id)) }
    guard let (position, due) = state, due.map({ $0 > now }) ?? true else { return nil }
    guard let prepared else { return position }
    return abs(position - prepared) >= Self.fewestChanges ? position : nil
  }

  /// Does all maintenance that is due, and returns when it is done.
  private func tend() async {
    await tended()
    while !Task.isCancelled, let work = nextWork() { finish(await work.done(on: store)) }
  }

  /// Returns when the maintenance that is at work has nothing left to do.
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

  /// An unstructured task, because no call lasts as long as the cache. It outlives this actor by one slice at most: it
  /// holds the actor weakly, ends when the actor is gone, and the actor's deinit cancels it.
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
