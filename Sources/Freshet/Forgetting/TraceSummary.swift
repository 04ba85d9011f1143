internal import FreshetCorpus
internal import FreshetStorage

/// The result of searching the store's files for erased text, vectors and names.
public struct TraceSummary: Hashable, Sendable {
  /// A position in a file at which a piece of the erased text was found.
  public struct Trace: Hashable, Sendable {
    /// The file's path relative to the store's folder; for a file in a temporary folder, the absolute path.
    public let file: String
    /// The position in the file, in bytes from the beginning.
    public let offset: Int64
  }

  /// How many pieces of the erased content the search used. 0 if the document had been erased before, because its text
  /// is then unknown.
  public let windows: Int
  /// How many pieces of the erased content also occur in remaining documents or names. Finding them would prove
  /// nothing, so the search left them out.
  public let commonWindows: Int
  /// How many files the search read.
  public let files: Int
  /// How many bytes the search read.
  public let bytes: Int64
  /// How many positions the search found at which a piece of the erased content occurs.
  public let found: Int
  /// The first ten positions at which a piece of the erased content occurs.
  public let traces: [Trace]

  init(_ report: TraceReport) {
    (windows, commonWindows) = (report.windows, report.commonWindows)
    (files, bytes, found) = (report.files, report.bytes, report.found)
    traces = report.traces.map { Trace(file: $0.file, offset: $0.offset) }
  }
}
