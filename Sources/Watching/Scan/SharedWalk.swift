internal import Foundation
internal import Synchronization

/// A walk over a root by several threads with work stealing: an idle thread takes over half of another thread's
/// remaining entries.
///
/// Each folder is listed by one thread only. An entry that is created meanwhile may be found or not, but doesn't affect
/// the others.
final class SharedWalk: @unchecked Sendable {  // all but `wanted` is accessed under `condition` only
  private let condition = NSCondition()
  private var waiting: [DirectoryScan]
  private var finished: [DirectoryScan] = []
  private var busyCount = 0
  private var idleCount = 0
  private var failure: WatchingError?
  /// The number of parts for which idle threads wait. It is atomic, because threads read it at every entry without
  /// locking `condition`.
  private let wanted = Atomic(0)

  /// Begins a walk.
  ///
  /// - Parameter root: a scan that has listed the root but visited no entry, and that has no `noticing` observer.
  init(of root: DirectoryScan) {
    precondition(root.noticing == nil, "an observer of the steps needs them in order")
    waiting = [root]
  }

  /// Visits entries until none is left or a thread has failed. Any number of threads may call this at the same time.
  func walk(isCancelled: () -> Bool = { false }) {
    while var part = take() {
      do throws(WatchingError) {
        try part.goOn(
          isCancelled: { isCancelled() || hasFailed }, isWanted: { wanted.load(ordering: .relaxed) > 0 }, giving: add)
        finish(.success(part))
      } catch {
        finish(.failure(error))
      }
    }
  }

  /// Returns the joined result of all threads. Call this after all of them have returned from `walk`.
  func whole() throws(WatchingError) -> DirectoryScan {
    if let failure = condition.withLock({ failure }) { throw failure }
    return DirectoryScan(joining: condition.withLock { finished })
  }

  private var hasFailed: Bool { condition.withLock { failure != nil } }

  /// Returns a part of the walk for the calling thread to continue. If there is none at the moment, waits as long as
  /// another thread may still give a part away. Returns nil if no part is left, or if a thread has failed.
  private func take() -> DirectoryScan? {
    condition.withLock {
      idleCount += 1
      tellWanted()
      while waiting.isEmpty, busyCount > 0, failure == nil { condition.wait() }
      idleCount -= 1
      defer { tellWanted() }
      guard failure == nil, let part = waiting.popLast() else { return nil }
      busyCount += 1
      return part
    }
  }

  private func add(_ part: DirectoryScan) {
    condition.withLock {
      waiting.append(part)
      tellWanted()
      condition.signal()
    }
  }

  private func finish(_ outcome: Result<DirectoryScan, WatchingError>) {
    condition.withLock {
      switch outcome {
      case .success(let part): finished.append(part)
      case .failure(let error): failure = failure ?? error
      }
      busyCount -= 1
      condition.broadcast()
    }
  }

  private func tellWanted() {
    wanted.store(max(0, idleCount - waiting.count), ordering: .relaxed)
  }
}

extension DirectoryScan {
  /// The minimum number of remaining entries of which half are given away: for fewer, the transfer takes longer than
  /// the visits.
  private static let leastShare = 4

  /// Splits this walk for another thread: finds the outermost folder with enough remaining entries, and returns a walk
  /// over their second half and everything after them. This walk then ends before that half. Nil if too few entries are
  /// left.
  mutating func giveAway() -> DirectoryScan? {
    let depth = frames.firstIndex { $0.end - $0.position >= Self.leastShare }
    guard let depth else { return nil }
    let middle = frames[depth].position + (frames[depth].end - frames[depth].position) / 2
    var rest = self
    rest.frames.removeSubrange((depth + 1)...)
    rest.frames[depth].position = middle
    rest.path.removeSubrange(frames[depth].prefixLength...)
    rest.forget()
    for index in 0..<depth { frames[index].end = frames[index].position }
    frames[depth].end = middle
    return rest
  }

  private mutating func forget() {
    (files, skipped, gaps, folders, missing, crossings) = (ScannedFiles(), [], [], [], [], [])
  }

  /// Joins the parts of one walk, in any order.
  init(joining parts: [DirectoryScan]) {
    let parts = parts.sorted { $0.files.precede($1.files) }
    self = parts[0]
    files.reserveCapacity(parts.reduce(0) { $0 + $1.files.count })
    for part in parts.dropFirst() { append(part) }
  }

  private mutating func append(_ next: DirectoryScan) {
    files.append(contentsOf: next.files)
    skipped += next.skipped
    gaps += next.gaps
    folders += next.folders
    missing += next.missing
    crossings += next.crossings
  }
}
