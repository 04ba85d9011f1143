internal import Foundation
internal import Freshet
internal import Synchronization

/// Shows the progress of a reindexing on standard error: on a terminal as a bar with rate and time left, elsewhere as a
/// plain line every five seconds.
final class ProgressLine: Sendable {
  private static let secondsBetweenPlainLines = 5.0
  private let started = ContinuousClock.now
  private let lastPlain = Mutex<ContinuousClock.Instant>(.now)
  private let remaining = Mutex(RemainingTime())
  private let isQuiet: Bool

  init(isQuiet: Bool) {
    self.isQuiet = isQuiet
  }

  func show(_ progress: ReindexProgress) {
    if isQuiet || progress.documentsToDo + progress.passagesAwaiting + progress.passagesEmbedded == 0 { return }
    let elapsed = max((ContinuousClock.now - started) / .seconds(1), 1e-3)
    let left = remaining.withLock { $0.seconds(after: elapsed, progress) }
    let facts = Self.facts(progress, elapsed, left)
    if Terminal.isInteractive {
      Terminal.rewrite("\(Self.bar(left.map { elapsed / (elapsed + $0) } ?? 0)) \(facts)")
    } else if isDue() {
      Terminal.report("freshet: \(facts)")
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

  /// The progress bar: `#` for the passed time, and `-` for the remaining time.
  ///
  /// - Parameter share: the passed time as a share of the estimated total time, from 0 to 1.
  private static func bar(_ share: Double) -> String {
    let width = 24
    let filled = min(width, max(0, Int(share * Double(width))))
    return "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled) + "]"
  }

  private static func facts(_ progress: ReindexProgress, _ elapsed: Double, _ left: Double?) -> String {
    let rate = Int(Double(progress.tokensEmbedded) / elapsed)
    let waiting = progress.passagesAwaiting > 0 ? ", \(progress.passagesAwaiting) to embed" : ""
    return "\(progress.documentsDone)/\(progress.documentsToDo) documents, "
      + "\(progress.passagesEmbedded.counted("passage")) embedded\(waiting), \(rate) tokens/s"
      + (left.map { ", \(Duration.seconds($0.rounded()).inWords) left" } ?? "")
  }
}
