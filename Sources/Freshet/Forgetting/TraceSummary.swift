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

  /// How many pieces of the erased bytes the search looked for; 0 if the document had been erased before, because its
  /// text is then unknown.
  public let windows: Int
  /// How many pieces the remaining documents, or names that stay, hold as well. They prove nothing, so the search left
  /// them out.
  public let commonWindows: Int
  /// How many files the search read.
  public let files: Int
  /// How many bytes the search read.
  public let bytes: Int64
  /// How many traces the search found.
  public let found: Int
  /// The first ten traces.
  public let traces: [Trace]

  init(_ report: TraceReport) {
    (windows, commonWindows) = (report.windows, report.commonWindows)
    (files, bytes, found) = (report.files, report.bytes, report.found)
    traces = report.traces.map { Trace(file: $0.file, offset: $0.offset) }
  }
}
