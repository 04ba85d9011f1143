internal import FreshetCorpus

/// The state of one run of an `InotifyWatcher`: the armed tree, or that the root can't be seen.
struct InotifySession: WatchSession {
  /// A burst of events makes one batch, which ends once the queue was quiet for this time.
  private static let quiet = Duration.milliseconds(1)
  /// The longest time for which a burst delays its batch.
  private static let longestBurst = Duration.milliseconds(20)

  private let watcher: InotifyWatcher
  private let bell: Bell
  private var tree: WatchedTree?
  private var isBlind = false
  /// When to check the root and send a batch, with or without news.
  private var nextHeartbeat = ContinuousClock.now

  init(_ watcher: InotifyWatcher, _ bell: Bell) {
    self.watcher = watcher
    self.bell = bell
  }

  mutating func next() throws -> WatchBatch {
    do {
      guard let tree else { return try arm() }
      return try watch(tree)
    } catch WatchingError.rootMissing(let path) {
      return try blind(WatchingError.rootMissing(path).description)
    } catch WatchingError.rootUnreadable(let path, let error) {
      return try blind(WatchingError.rootUnreadable(path, error).description)
    } catch WatchingError.rootReplaced(let path) {
      return try blind(WatchingError.rootReplaced(path).description)
    } catch WatchingError.outOfResources(let path, let error) {
      return try blind(WatchingError.outOfResources(path, error).description)
    } catch WatchingError.cancelled {
      throw CancellationError()
    }
  }

  /// Begins anew with a new queue and new watches, so that nothing remains of what was lost or moved. The batch names
  /// everything. The cookies that lie in the folder were written before anybody looks at that.
  private mutating func arm(afterLoss why: String? = nil) throws -> WatchBatch {
    let asked = watcher.now()
    tree = nil
    let fresh = try WatchedTree(
      watcher.directory,
      cookies: watcher.cookies.map { [store = watcher.directory.store] in CookieFolder(path: $0, store: store) },
      maximumWatches: watcher.maximumWatches ?? .max, now: watcher.now)
    var batch = WatchBatch(health: why.map { .catchingUp(why: $0) } ?? .watching)
    if why != nil { fresh.lastNews = ContinuousClock.now }
    batch.cookies = try fresh.watchCookies()
    _ = try fresh.arm(.everything)
    tree = fresh
    isBlind = false
    nextHeartbeat = .now + watcher.heartbeat
    batch.scopes = [""]
    batch.upTo = why == nil ? asked : nil
    return batch
  }

  /// Reports that the root can't be seen. After the first such report, waits for a heartbeat before the next look.
  private mutating func blind(_ why: String) throws -> WatchBatch {
    var batch = WatchBatch(health: .blind(why: why))
    if isBlind {
      bell.wait(atMost: watcher.heartbeat)
      try Task.checkCancellation()
    } else {
      batch.scopes = [""]
    }
    tree = nil
    isBlind = true
    return batch
  }

  private mutating func watch(_ tree: WatchedTree) throws -> WatchBatch {
    while true {
      var digest = EventDigest()
      // Before the look at the queue, because what ended before a cookie was written must be in this batch.
      digest.cookies = try tree.watchCookies()
      let asked = try gather(&digest, from: tree, until: nextHeartbeat)
      if digest.isOverflowed { return try rearm(digest.cookies) }
      if digest.mountsChanged, let why = fileSystemNeedsPolling(watcher.directory.root) {
        throw WatchingError.changesUntold(why)
      }
      let isDue = ContinuousClock.now >= nextHeartbeat
      if isDue { nextHeartbeat = .now + watcher.heartbeat }
      // Check before each batch: if someone swaps a link on the way to the root, no event reports it.
      if isDue || !digest.isEmpty, let why = tree.loss() { return try blind(why) }
      var batch = WatchBatch(health: .watching)
      (batch.touched, batch.scopes) = try tree.look(at: digest, isDue: isDue)
      batch.cookies = digest.cookies
      batch.upTo = asked
      if isDue || !batch.isEmpty { return batch }
      // An ignored file that is written without a pause must not keep this thread busy.
      bell.wait(atMost: Self.longestBurst)
    }
  }

  private mutating func rearm(_ cookies: [String]) throws -> WatchBatch {
    var batch = try arm(afterLoss: "the kernel's event queue overflowed")
    batch.cookies = cookies + batch.cookies.filter { !cookies.contains($0) }
    return batch
  }

  /// Takes events until a burst is over. Returns a moment: everything that happened before it has been taken.
  private func gather(
    _ digest: inout EventDigest, from tree: WatchedTree, until deadline: ContinuousClock.Instant
  ) throws -> Timestamp {
    var end: ContinuousClock.Instant?
    while true {
      try Task.checkCancellation()
      let asked = watcher.now()
      let isMore = try tree.takeEvents(into: &digest)
      let now = ContinuousClock.now
      if digest.isEmpty {
        if now >= deadline { return asked }
        bell.wait(for: tree.inotify.descriptor, urgent: tree.mounts.descriptor, atMost: deadline - now)
        continue
      }
      let burstEnd = end ?? now + Self.longestBurst
      end = burstEnd
      if digest.isUrgent || !isMore || now >= burstEnd { return asked }
      bell.wait(atMost: Self.quiet)
    }
  }
}
