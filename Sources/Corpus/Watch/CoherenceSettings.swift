/// The policy by which Freshet keeps a source's documents up to date (docs/CONFIGURATION.md).
public enum CoherenceSettings: Hashable, Sendable {
  /// As soon as Freshet notices a change, it commits the document's text, lexical index and vectors together.
  case writeThrough
  /// As soon as Freshet notices a change, it commits the document's text; the vectors follow in batches.
  ///
  /// - Parameters:
  ///   - maxLag: how long a passage may wait for its vector before Freshet starts an incomplete batch. While the
  ///     embedder is idle, Freshet starts such a batch at once.
  ///   - maxPending: the greatest number of passages without vectors. While there are more, Freshet indexes no further
  ///     document, and `put` waits.
  ///   - batch: the number of passages in a full batch.
  case writeBehind(maxLag: Duration, maxPending: Int, batch: Int)
  /// Freshet verifies each document again before its last verification is too old: during reads, with a probability
  /// that grows with the age of that verification (the XFetch algorithm), and on a schedule.
  ///
  /// - Parameters:
  ///   - softTTL: the age of a verification at which Freshet should verify the document again.
  ///   - hardTTL: the age of a verification from which on the document counts as suspect.
  ///   - beta: the factor that scales how early reads verify; above 1 earlier, below 1 later.
  ///   - budget: the greatest number of documents to verify at the same time.
  case refreshAhead(softTTL: Duration, hardTTL: Duration, beta: Double, budget: Int)

  /// The default policy: write-behind with a lag of at most 5 s.
  public static let standard = CoherenceSettings.writeBehind(maxLag: .seconds(5), maxPending: 20_000, batch: 64)

  /// The policy's name in freshet.toml.
  public var name: String {
    switch self {
    case .writeThrough: "write-through"
    case .writeBehind: "write-behind"
    case .refreshAhead: "refresh-ahead"
    }
  }
}
