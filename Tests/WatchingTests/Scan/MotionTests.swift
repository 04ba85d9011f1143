import FreshetCorpus
import Dispatch
import Foundation
import Glibc
import Synchronization
import Testing
import FreshetWatching

/// A file that is written without a pause, read while it is.
@Suite(.timeLimit(.minutes(2))) struct MotionTests {
  private static let text = Array("One line of a log, no end in sight: \u{E9} \u{20AC} \u{1F600}.\n".utf8)
  private let scratch = ScratchFolder()
  private let now: Timestamp = WatcherKind.lateClock()

  private final class Flag: Sendable {
    private let value = Atomic(false)
    var isRaised: Bool { value.load(ordering: .relaxed) }
    func raise() { value.store(true, ordering: .relaxed) }
  }

  /// Byte by byte, so that most moments fall into a line and some into a character; cut back to its first size whenever
  /// it has grown by 500 lines. By a thread, for it waits for nothing.
  private func whileWriting(_ path: String, _ body: () throws -> Void) throws {
    let sizeInBytes = scratch.stamp(path).sizeInBytes
    let file = open(scratch.at(path), O_WRONLY | O_APPEND)
    try #require(file >= 0)
    let (isOver, isDone) = (Flag(), DispatchSemaphore(value: 0))
    let writer = Thread {
      while !isOver.isRaised {
        for _ in 0..<500 where !isOver.isRaised {
          for byte in Self.text { _ = withUnsafeBytes(of: byte) { write(file, $0.baseAddress, 1) } }
        }
        ftruncate(file, Int(sizeInBytes))
      }
      isDone.signal()
    }
    writer.start()
    defer {
      isOver.raise()
      isDone.wait()
      close(file)
    }
    try body()
  }

  @Test func `a file that grows without end is what one read found, whole characters, and vouched for by nothing`()
    throws
  {
    scratch.write(Array(repeating: Self.text, count: 1_000).flatMap { $0 }, to: "log")
    let directory = WatchedDirectory(root: scratch.path)
    var (isRefused, inMotion) = (false, 0)
    try whileWriting("log") {
      // Until chance has shown both; mostly it does at once.
      for round in 0..<20_000 where round < 20 || !isRefused || inMotion == 0 {
        sched_yield()  // on a busy machine the writer must get its turn
        if try directory.read("log", now: { now }) == .changedWhileReading { isRefused = true }
        let outcome = try directory.read("log", acceptingMotion: true, now: { now })
        // Held still for once, in the middle of a character.
        if case .unread(.otherEncoding, _) = outcome { continue }
        guard case .bytes(let bytes, let stamped) = outcome else {
          Issue.record("\(outcome)")
          return
        }
        let rest = bytes.count % Self.text.count
        #expect(bytes.count >= 1_000 * Self.text.count)
        #expect(bytes.suffix(rest) == Self.text.prefix(rest))
        #expect(String(validating: bytes, as: UTF8.self) != nil)
        #expect(stamped.revision == Revision(hashing: bytes))
        if !stamped.vouches(for: stamped.stamp) { inMotion += 1 }
      }
    }
    #expect(isRefused)
    #expect(inMotion > 0)
  }

  /// The kernel's files never hold still: their size is 0, whatever can be read.
  @Test func `no more is taken than the size that was seen at the beginning`() throws {
    let outcome = try WatchedDirectory(root: "/proc/sys/kernel").read("ostype", acceptingMotion: true, now: { now })
    guard case .bytes([], let stamped) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(stamped.lookedAt == max(stamped.stamp.modified, stamped.stamp.statusChanged))
    #expect(!stamped.vouches(for: stamped.stamp))
  }

  @Test func `a file that holds still is read as ever`() throws {
    scratch.write("text", to: "a")
    let directory = WatchedDirectory(root: scratch.path)
    #expect(try directory.read("a", acceptingMotion: true, now: { now }) == directory.read("a", now: { now }))
  }

  @Test func `a growing file that isn't text stays changed while reading, and one with a NUL isn't read`() throws {
    let directory = WatchedDirectory(root: scratch.path)
    for (start, isExpected) in [
      ([0xFF], { $0 == .changedWhileReading || $0 == .undecodable }), ([0], { $0 == .withNUL || $0 == .binary }),
    ]
      as [([UInt8], (Verdict) -> Bool)]
    {
      scratch.write(start, to: "log")
      try whileWriting("log") {
        for _ in 0..<10 {
          let outcome = Verdict(try directory.read("log", acceptingMotion: true, now: { now }))
          #expect(isExpected(outcome), "\(outcome)")
        }
      }
    }
  }

  private enum Verdict {
    case changedWhileReading, undecodable, withNUL, binary, other

    init(_ outcome: ReadOutcome) {
      switch outcome {
      case .changedWhileReading: self = .changedWhileReading
      case .unread(.otherEncoding, _): self = .undecodable
      case .unread(.withNUL, _): self = .withNUL
      case .skipped(.binary, _): self = .binary
      default: self = .other
      }
    }
  }
}
