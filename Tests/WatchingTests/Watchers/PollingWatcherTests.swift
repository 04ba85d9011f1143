import FreshetCorpus
import Foundation
import Glibc
import Testing
import FreshetWatching

/// What only comparing stamps can miss.
@Suite(.serialized, .timeLimit(.minutes(2))) struct PollingWatcherTests {
  @Test func `a file that is too young for its stamp to count is named again, until it isn't`() async throws {
    let place = WatchedScratch()
    place.write("text", to: "a.md")
    let written = place.scratch.stamp("root/a.md").statusChanged
    for (age, touched) in [(2_000_000_000, ["a.md"]), (2_000_000_001, [])] as [(Int64, Set<ExactPath>)] {
      try await place.watched(
        by: .polling, now: { Timestamp(nanoseconds: written.nanoseconds + age) }
      ) { delivered in
        place.leaveCookie("cookie\(age)")
        let batches = try await delivered.next { $0.cookies.contains("cookie\(age)") }
        #expect(batches.touched == touched, "\(age) ns")
      }
    }
  }

  @Test func `a cookie brings the next scan forward`() async throws {
    let place = WatchedScratch()
    let watcher = PollingWatcher(
      directory: WatchedDirectory(root: place.tree.root), cookies: place.tree.cookies, every: .seconds(3_600),
      heartbeat: WatcherKind.heartbeat, why: "a test", now: WatcherKind.lateClock)
    try await place.watched(by: watcher) { delivered in
      try await delivered.next { _ in true }
      place.write("text", to: "a.md")
      place.leaveCookie("cookie")
      let batches = try await delivered.next { $0.cookies.contains("cookie") }
      #expect(batches.touched == ["a.md"])
    }
  }

  @Test func `a folder that can't be listed any more is a scope, and again when it can be`() throws {
    let place = WatchedScratch()
    place.write("text", to: "locked/a.md")
    let directory = WatchedDirectory(root: place.tree.root)
    let seen = try directory.scan(now: WatcherKind.lateClock)
    let blocked = ScanReport(
      scope: seen.scope, started: seen.started, finished: seen.finished, root: seen.root, files: [],
      gaps: [ScanGap(path: "locked", error: SystemError(EACCES))], folders: [], crossings: seen.crossings)
    #expect(blocked.scopes(since: seen) == ["locked"])
    #expect(seen.scopes(since: blocked) == ["locked"])
    #expect(blocked.scopes(since: blocked) == [])
  }
}
