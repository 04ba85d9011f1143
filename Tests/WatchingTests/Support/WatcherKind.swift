import FreshetCorpus
import Foundation
import Testing
import FreshetWatching

/// A watcher under test.
struct WatcherKind: Sendable, CustomStringConvertible {
  typealias Clock = @Sendable () -> Timestamp

  static let heartbeat = Duration.milliseconds(50)

  let description: String
  let health: WatchHealth
  let make: @Sendable (_ directory: WatchedDirectory, _ cookies: String?, _ now: @escaping Clock) -> any SourceWatcher

  static let inotify = WatcherKind(description: "inotify", health: .watching) {
    InotifyWatcher(directory: $0, cookies: $1, heartbeat: heartbeat, now: $2)
  }

  static let polling = WatcherKind(
    description: "polling", health: .polling(every: .milliseconds(20), why: "a test")
  ) {
    PollingWatcher(
      directory: $0, cookies: $1, every: .milliseconds(20), heartbeat: heartbeat, why: "a test", now: $2)
  }

  static let all = [inotify, polling]

  static let systemClock: Clock = {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Timestamp(seconds: Int64(now.tv_sec), nanoseconds: Int64(now.tv_nsec))
  }

  /// An hour ahead, so that no file of a test is too young for its stamp to count.
  static let lateClock: Clock = {
    Timestamp(nanoseconds: systemClock().nanoseconds + 3_600_000_000_000)
  }
}

/// What a watcher delivered, batch after batch; waits for more as long as the test's time limit allows.
struct Delivered {
  private var incoming: AsyncStream<WatchBatch>.Iterator
  private(set) var batches: [WatchBatch] = []

  init(_ stream: AsyncStream<WatchBatch>) {
    incoming = stream.makeAsyncIterator()
  }

  /// Forgets what was delivered so far, and gives the batches from here on up to the first after which `isEnough`.
  @discardableResult
  mutating func next(until isEnough: ([WatchBatch]) -> Bool) async throws -> [WatchBatch] {
    batches = []
    repeat {
      guard let batch = await incoming.next() else { throw EndedEarly(batches: batches) }
      batches.append(batch)
    } while !isEnough(batches)
    return batches
  }

  /// Everything from here on until all of `paths` are named.
  @discardableResult
  mutating func next(naming paths: [String]) async throws -> [WatchBatch] {
    try await next { batches in paths.allSatisfy { batches.names($0) } }
  }
}

struct EndedEarly: Error {
  let batches: [WatchBatch]
}

extension [WatchBatch] {
  /// Whether who follows these batches looks at `path` anew.
  func names(_ path: String) -> Bool {
    contains { batch in
      batch.touched.contains(ExactPath(path))
        || batch.scopes.contains { $0.isRoot || path.path(below: $0.string) != nil }
    }
  }

  var touched: Set<ExactPath> { reduce(into: []) { $0.formUnion($1.touched) } }
  var scopes: Set<ExactPath> { reduce(into: []) { $0.formUnion($1.scopes) } }
  var cookies: [String] { flatMap(\.cookies) }
}

/// A folder to watch, inside a scratch folder.
struct WatchedScratch: Sendable {
  let scratch = ScratchFolder()
  let tree: Tree

  struct Tree: Sendable {
    let root: String

    var cookies: String { root + "/.freshet/cookies" }
  }

  init() {
    scratch.makeFolder("root")
    tree = Tree(root: scratch.at("root"))
  }

  func at(_ path: String) -> String { scratch.at("root/" + path) }
  func write(_ text: String, to path: String) { scratch.write(text, to: "root/" + path) }
  func makeFolder(_ path: String) { scratch.makeFolder("root/" + path) }
  func link(_ path: String, to target: String) { scratch.link("root/" + path, to: target) }
  func remove(_ path: String) throws { try scratch.remove("root/" + path) }

  func append(_ text: String, to path: String) {
    let file = open(at(path), O_WRONLY | O_APPEND)
    precondition(file >= 0, "\(path): errno \(errno)")
    defer { close(file) }
    precondition(Foundation.write(file, text, text.utf8.count) == text.utf8.count, "\(path): errno \(errno)")
  }

  func rename(_ from: String, to path: String) {
    precondition(Foundation.rename(at(from), at(path)) == 0, "\(from) to \(path): errno \(errno)")
  }

  func leaveCookie(_ name: String) {
    write("", to: ".freshet/cookies/" + name)
  }

  /// Takes delivery of everything that happened so far.
  func catchUp(_ delivered: inout Delivered) async throws {
    let name = "settled-" + UUID().uuidString
    leaveCookie(name)
    try await delivered.next { $0.cookies.contains(name) }
  }

  /// Runs `body` while a watcher delivers, from after its first batch.
  func watched(
    by kind: WatcherKind, directory: WatchedDirectory? = nil, now: @escaping WatcherKind.Clock = WatcherKind.lateClock,
    _ body: (inout Delivered) async throws -> Void
  ) async throws {
    let watcher = kind.make(directory ?? WatchedDirectory(root: tree.root), tree.cookies, now)
    try await watched(by: watcher) { delivered in
      let first = try await delivered.next { _ in true }
      #expect(first.scopes == [""])
      try await body(&delivered)
    }
  }

  func watched(by watcher: any SourceWatcher, _ body: (inout Delivered) async throws -> Void) async throws {
    let (stream, continuation) = AsyncStream.makeStream(of: WatchBatch.self)
    try await withThrowingTaskGroup { group in
      group.addTask {
        defer { continuation.finish() }
        try await watcher.run { continuation.yield($0) }
      }
      var delivered = Delivered(stream)
      try await body(&delivered)
      group.cancelAll()
      await #expect(throws: CancellationError.self) { try await group.next() }
    }
  }
}
