internal import FreshetCorpus

/// The state of one run of an `InotifyWatcher`: the tree of watches, or the fact that the root is unavailable (blind).
struct InotifySession: WatchSession {
  /// How long the event queue must stay empty before a burst of events ends. Each burst gives one batch.
  private static let quiet = Duration.milliseconds(1)
  /// The maximum time for which a burst delays its batch.
  private static let longestBurst = Duration.milliseconds(20)

  private let watcher: InotifyWatcher
  private let bell: Bell
  private var tree: WatchedTree?
  private var isBlind = false
  /// When to check the root and send the next batch, even if nothing has changed.
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

  /// Starts over with a new event queue and new watches, so that no outdated watch remains. The returned batch has the
  /// whole source as its scope. It also acknowledges the cookies (marker files of callers) that are in their folder
  /// now, because the scan that the batch asks for begins after they were written.
  ///
  /// - Parameter why: why events were lost; nil at the beginning of the watch or after the root was unavailable.
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

  /// Returns a batch that reports the root as unavailable. If the root was unavailable in the last batch, too, first
  /// waits for one heartbeat.
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
      // List the cookies before taking events: this batch must contain all changes that ended before a cookie was
      // written.
      digest.cookies = try tree.watchCookies()
      let asked = try gather(&digest, from: tree, until: nextHeartbeat)
      if digest.isOverflowed { return try rearm(digest.cookies) }
      if digest.mountsChanged, let why = fileSystemNeedsPolling(watcher.directory.root) {
        throw WatchingError.changesUntold(why)
      }
      let isDue = ContinuousClock.now >= nextHeartbeat
      if isDue { nextHeartbeat = .now + watcher.heartbeat }
      // Check the root before each batch, because no event reports a replaced link on the path to the root.
      if isDue || !digest.isEmpty, let why = tree.loss() { return try blind(why) }
      var batch = WatchBatch(health: .watching)
      (batch.touched, batch.scopes) = try tree.look(at: digest, isDue: isDue)
      batch.cookies = digest.cookies
      batch.upTo = asked
      if isDue || !batch.isEmpty { return batch }
      // An ignored file that is written all the time must not keep this thread busy.
      bell.wait(atMost: Self.longestBurst)
    }
  }

  private mutating func rearm(_ cookies: [String]) throws -> WatchBatch {
    var batch = try arm(afterLoss: "the kernel's event queue overflowed")
    batch.cookies = cookies + batch.cookies.filter { !cookies.contains($0) }
    return batch
  }

  /// Adds the queued events to `digest`, until a burst of events ends or `deadline` is reached. Returns the moment up
  /// to which `digest` contains all events.
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
