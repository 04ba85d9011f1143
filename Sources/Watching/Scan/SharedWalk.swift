internal import Foundation
internal import Synchronization

/// One walk over a root by several threads: who has nothing to do takes half of what another still has before it.
///
/// Each folder is listed once, by one of them: a name that comes meanwhile is seen or not, and hides no other.
final class SharedWalk: @unchecked Sendable {  // all but `wanted` is touched under `condition` only
  private let condition = NSCondition()
  private var waiting: [DirectoryScan]
  private var finished: [DirectoryScan] = []
  private var busyCount = 0
  private var idleCount = 0
  private var failure: WatchingError?
  /// Parts that somebody waits for: asked at every entry, so without the lock.
  private let wanted = Atomic(0)

  /// - Parameter root: has listed the root, looked at nothing yet, and tells nobody what it sees.
  init(of root: DirectoryScan) {
    precondition(root.noticing == nil, "an observer of the steps needs them in order")
    waiting = [root]
  }

  /// Returns when nothing is left to look at, or somebody failed. Any number of threads may call it.
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

  /// All that was seen, when all who walk are done.
  func whole() throws(WatchingError) -> DirectoryScan {
    if let failure = condition.withLock({ failure }) { throw failure }
    return DirectoryScan(joining: condition.withLock { finished })
  }

  private var hasFailed: Bool { condition.withLock { failure != nil } }

  /// Waits while others may still give something away; nil when nobody will.
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
  /// Fewer entries take less time than handing them over.
  private static let leastShare = 4

  /// The second half of the outermost folder that is worth it, and all that comes behind it: this walk ends before. Nil when
  /// there is too little left.
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

  /// Parts of one walk, in any order.
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
