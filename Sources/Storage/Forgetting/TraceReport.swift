internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// The result of searching a store's files for bytes of an erased document. The search uses windows: short fragments of
/// the erased content.
package struct TraceReport: Hashable, Sendable {
  package internal(set) var windows = 0
  /// The number of windows (short fragments of erased content) that the search ignores, because other documents or the
  /// store's own texts contain them, too.
  package internal(set) var commonWindows = 0
  package internal(set) var files = 0
  package internal(set) var bytes: Int64 = 0
  package internal(set) var found = 0
  /// The positions at which the search found windows: the first `mostTraces` of them.
  package internal(set) var traces: [FoundTrace] = []

  static let mostTraces = 10

  mutating func add(_ other: TraceReport, in folder: String) {
    files += other.files
    bytes += other.bytes
    found += other.found
    let others = other.traces.map { FoundTrace(file: folder + "/" + $0.file, offset: $0.offset) }
    traces += others.prefix(max(0, Self.mostTraces - traces.count))
  }
}
