internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// The result of a search of a store's files for traces.
package struct TraceReport: Hashable, Sendable {
  package internal(set) var windows = 0
  /// Windows that what stays has as well, or the store's own words: they prove nothing, and aren't searched for.
  package internal(set) var commonWindows = 0
  package internal(set) var files = 0
  package internal(set) var bytes: Int64 = 0
  package internal(set) var found = 0
  /// The first of those found.
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
