internal import Foundation
package import Freshet

extension Timestamp {
  /// Parses a time such as 2026-11-22T17:36:25.116Z (ISO 8601), with or without a fraction of a second. Returns nil for
  /// any other text.
  package init?(iso8601 text: String) {
    let styles = [true, false].map { Date.ISO8601FormatStyle(includingFractionalSeconds: $0) }
    guard let date = styles.lazy.compactMap({ try? $0.parse(text) }).first, abs(date.timeIntervalSince1970) < 9e9
    else { return nil }
    self.init(nanoseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()) * 1_000_000)
  }
}
