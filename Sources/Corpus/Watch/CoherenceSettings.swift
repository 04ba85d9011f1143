/// How a source's documents are kept coherent: DESIGN, section 3.
public enum CoherenceSettings: Hashable, Sendable {
  /// Text, lexical index and vectors of a document are committed together, as soon as it was seen to change.
  case writeThrough
  /// Text is committed as soon as it was seen to change; vectors follow in batches.
  ///
  /// - Parameters:
  ///   - maxLag: how long a text may be without its vector before an unfilled batch is begun.
  ///   - maxPending: passages that may wait for vectors; beyond, no further document is taken up, and `put` waits.
  ///   - batch: passages that fill the embedder.
  case writeBehind(maxLag: Duration, maxPending: Int, batch: Int)
  /// Documents are verified before they are too old: by reads, early with a chance that grows (XFetch), and by time.
  ///
  /// - Parameters:
  ///   - softTTL: the age at which a document should be verified again.
  ///   - hardTTL: the age from which it counts as suspect.
  ///   - beta: above 1 begins earlier, below later.
  ///   - budget: documents that are verified at the same time.
  case refreshAhead(softTTL: Duration, hardTTL: Duration, beta: Double, budget: Int)

  /// Write-behind with a lag of at most 5 s.
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
