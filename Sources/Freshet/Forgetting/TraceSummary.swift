internal import FreshetCorpus
internal import FreshetStorage

/// The result of a search of the store's files for erased content.
public struct TraceSummary: Hashable, Sendable {
  /// A place where a piece of the erased text was found.
  public struct Trace: Hashable, Sendable {
    /// The path below the store's folder; for a file in a scratch folder, the whole path.
    public let file: String
    /// The place in the file, in bytes.
    public let offset: Int64
  }

  /// The pieces of the erased bytes that the search covered. None when the document had been erased before: nobody
  /// knows its text now.
  public let windows: Int
  /// Pieces that the remaining documents, or names that stay, hold as well: they prove nothing and weren't searched
  /// for.
  public let commonWindows: Int
  /// How many files the search read.
  public let files: Int
  /// How many bytes the search read.
  public let bytes: Int64
  /// How many traces the search found.
  public let found: Int
  /// The first ten.
  public let traces: [Trace]

  init(_ report: TraceReport) {
    (windows, commonWindows) = (report.windows, report.commonWindows)
    (files, bytes, found) = (report.files, report.bytes, report.found)
    traces = report.traces.map { Trace(file: $0.file, offset: $0.offset) }
  }
}
