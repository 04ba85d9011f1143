internal import Synchronization

/// A walk over a root in parts that follow one another, each with a share of the entries that the root was listed with, once.
///
/// Several threads take the next part each until none is left: who got small folders takes more of them.
final class PartedWalk: Sendable {
  // What a part holds are values, but for a closure that a walk in parts has not.
  private struct Part: @unchecked Sendable {
    let number: Int
    var scan: DirectoryScan
  }

  private struct Progress {
    /// The next one last.
    var waiting: [Part]
    var finished: [Part] = []
    var failure: WatchingError?
  }

  private let progress: Mutex<Progress>

  /// - Parameter root: has listed the root, looked at nothing yet, and tells nobody what it sees.
  init(of root: DirectoryScan, inPartsUpTo count: Int) {
    precondition(root.noticing == nil, "who is told of each step must be told in order")
    let parts = root.parts(upTo: count).enumerated().map { Part(number: $0, scan: $1) }
    progress = Mutex(Progress(waiting: parts.reversed()))
  }

  /// Returns when no part is left to take, or somebody failed.
  func walk(isCancelled: () -> Bool = { false }) {
    while var part = progress.withLock({ $0.waiting.popLast() }) {
      do throws(WatchingError) {
        try part.scan.goOn { isCancelled() || hasFailed }
        progress.withLock { $0.finished.append(part) }
      } catch {
        progress.withLock { progress in
          progress.failure = progress.failure ?? error
          progress.waiting = []
        }
      }
    }
  }

  private var hasFailed: Bool { progress.withLock { $0.failure != nil } }

  /// All parts in one, when all who walk are done.
  func whole() throws(WatchingError) -> DirectoryScan {
    let (finished, failure) = progress.withLock { ($0.finished, $0.failure) }
    if let failure { throw failure }
    return DirectoryScan(joining: finished.sorted { $0.number < $1.number }.map(\.scan))
  }
}

extension DirectoryScan {
  /// At least one; what was seen of the root itself is with the first.
  ///
  /// Names that Swift can't tell apart must be met by one walk: then there is one part.
  fileprivate func parts(upTo count: Int) -> [DirectoryScan] {
    let listing = frames[0].listing
    let total = listing.entries.count
    if listing.hasUnusualNames || total < 2 { return [self] }
    let count = min(count, total)
    return (0..<count).map { number in
      var part = self
      part.frames[0].listing = listing.keeping(total * number / count..<total * (number + 1) / count)
      if number > 0 { part.folders = [] }
      return part
    }
  }

  fileprivate init(joining parts: [DirectoryScan]) {
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
  }
}
