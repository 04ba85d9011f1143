internal import FreshetCorpus

/// The state of one run of a `PollingWatcher`: the last scan, and the cookies (marker files of callers) reported so
/// far.
struct PollingSession: WatchSession {
  private let watcher: PollingWatcher
  private let bell: Bell
  private let folder: CookieFolder?
  /// The report of the last scan; nil before the first scan, and while the root is unavailable.
  private var last: ScanReport?
  private var nextScan: ContinuousClock.Instant?
  private var toldCookies: Set<String> = []
  /// Why the root is unavailable; nil if it is available.
  private var blindness: String?

  init(_ watcher: PollingWatcher, _ bell: Bell) {
    self.watcher = watcher
    self.bell = bell
    folder = watcher.cookies.map { [store = watcher.directory.store] in CookieFolder(path: $0, store: store) }
  }

  mutating func next() throws -> WatchBatch {
    guard let nextScan else {
      _ = folder?.open()
      return try scan(folder?.names() ?? [])
    }
    let wait = min(watcher.heartbeat, watcher.interval, max(.zero, nextScan - .now))
    bell.wait(atMost: wait)
    try Task.checkCancellation()
    // List the cookies before the scan begins, so that the scan finds every change that ended before a cookie was
    // written.
    let cookies = folder?.names() ?? []
    if nextScan <= .now || !cookies.isSubset(of: toldCookies) { return try scan(cookies) }
    return batch()
  }

  private mutating func scan(_ cookies: Set<String>) throws -> WatchBatch {
    defer { nextScan = .now + watcher.interval }
    do throws(WatchingError) {
      let report = try watcher.directory.scan(now: watcher.now)
      return seen(report, cookies)
    } catch .cancelled {
      throw CancellationError()
    } catch {
      return blind("\(error)")
    }
  }

  private mutating func seen(_ report: ScanReport, _ cookies: Set<String>) -> WatchBatch {
    let former = last
    last = report
    blindness = nil
    var batch = batch()
    if let former {
      batch.scopes = report.scopes(since: former)
      batch.touched = report.touched(since: former)
    } else {
      batch.scopes = [""]
    }
    batch.cookies = cookies.subtracting(toldCookies).sorted()
    toldCookies = cookies
    return batch
  }

  private mutating func blind(_ why: String) -> WatchBatch {
    var batch = WatchBatch(health: .blind(why: why))
    if blindness == nil { batch.scopes = [""] }
    last = nil
    blindness = why
    return batch
  }

  private func batch() -> WatchBatch {
    if let blindness { return WatchBatch(health: .blind(why: blindness)) }
    var batch = WatchBatch(health: .polling(every: watcher.interval, why: watcher.why))
    batch.upTo = last?.started
    return batch
  }
}
