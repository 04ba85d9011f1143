/// The policy by which Freshet keeps a source's documents up to date (docs/CONFIGURATION.md).
public enum CoherenceSettings: Hashable, Sendable {
  /// As soon as Freshet notices a change, it commits the document's text, lexical index and vectors together.
  case writeThrough
  /// As soon as Freshet notices a change, it commits the text; vectors follow in batches.
  ///
  /// - Parameters:
  ///   - maxLag: how long a text may await its vector before an incomplete batch starts.
  ///   - maxPending: the number of passages that may await vectors. Beyond it, Freshet takes up no further document,
  ///     and `put` waits.
  ///   - batch: the number of passages in a full batch.
  case writeBehind(maxLag: Duration, maxPending: Int, batch: Int)
  /// Freshet verifies documents before they are too old: at reads, with a probability that grows with age (XFetch), and
  /// by time.
  ///
  /// - Parameters:
  ///   - softTTL: the age at which Freshet should verify a document again.
  ///   - hardTTL: the age from which a document counts as suspect.
  ///   - beta: above 1 verifies earlier, below 1 later.
  ///   - budget: the number of documents to verify at the same time.
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
