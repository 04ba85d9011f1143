internal import Foundation
internal import Freshet

/// The status line of a watch: each source's health, the lag, and the amounts of pending work.
enum WatchStatusLine {
  static func text(_ status: StoreStatus, _ lags: LagWindow, now: Timestamp) -> String {
    let counts = status.completeness
    var parts = counts.watch.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value?.name ?? "unwatched")" }
    parts.append(counts.watermark.map { "\(max(.zero, now.duration(since: $0)).inWords) behind" } ?? "not scanned yet")
    parts.append("\(counts.pending) pending, \(counts.awaitingVectors) awaiting vectors")
    if let half = lags.percentile(50), let most = lags.percentile(99) {
      parts.append("lag p50 \(half.inWords) p99 \(most.inWords)")
    }
    if !status.failures.isEmpty { parts.append("\(status.failures.count) failed") }
    return parts.joined(separator: " | ")
  }
}
