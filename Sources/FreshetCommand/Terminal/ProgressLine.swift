internal import Foundation
internal import Freshet
internal import Synchronization

/// Shows the progress of a reindexing on standard error: on a terminal as a bar with rate and time left, elsewhere as a
/// plain line every five seconds.
final class ProgressLine: Sendable {
  private static let secondsBetweenPlainLines = 5.0
  private let started = ContinuousClock.now
  private let lastPlain = Mutex<ContinuousClock.Instant>(.now)
  private let isQuiet: Bool

  init(isQuiet: Bool) {
    self.isQuiet = isQuiet
  }

  func show(_ progress: ReindexProgress) {
    if isQuiet || progress.documentsToDo == 0 { return }
    let elapsed = max((ContinuousClock.now - started) / .seconds(1), 1e-3)
    if Terminal.isInteractive {
      Terminal.rewrite("\(Self.bar(progress)) \(Self.facts(progress, elapsed))")
    } else if isDue() {
      Terminal.report("freshet: \(Self.facts(progress, elapsed))")
    }
  }

  func finish() {
    if !isQuiet, Terminal.isInteractive { Terminal.rewrite("") }
  }

  private func isDue() -> Bool {
    lastPlain.withLock { last in
      guard (ContinuousClock.now - last) / .seconds(1) >= Self.secondsBetweenPlainLines else { return false }
      last = .now
      return true
    }
  }

  private static func bar(_ progress: ReindexProgress) -> String {
    let width = 24
    let filled = width * progress.documentsDone / max(1, progress.documentsToDo)
    return "[" + String(repeating: "#", count: min(width, filled))
      + String(repeating: "-", count: max(0, width - filled)) + "]"
  }

  private static func facts(_ progress: ReindexProgress, _ elapsed: Double) -> String {
    let elapsed = max(elapsed, 1e-3)
    let rate = Double(progress.tokensEmbedded) / elapsed
    let share = Double(progress.documentsDone) / Double(max(1, progress.documentsToDo))
    let left = share > 0 ? Int((elapsed / share - elapsed).rounded()) : nil
    return "\(progress.documentsDone)/\(progress.documentsToDo) documents, "
      + "\(progress.passagesEmbedded.counted("passage")) embedded, \(Int(rate)) tokens/s"
      + (left.map { ", \($0) s left" } ?? "")
  }
}
