/// How far a search goes.
enum ProbeExtent: Sendable {
  /// Until this many neighbours are expected to be missed.
  case missing(Double)
  /// Through all cells of at least this yield; that misses about this many on the average.
  case yielding(Float, missing: Double)

  var missed: Double {
    switch self {
    case .missing(let allowed), .yielding(_, let allowed): allowed
    }
  }

  /// Of the neighbours that may be missed, the share that may lie in cells not scanned; the others are lost because their
  /// signs misjudge them.
  static let elsewhere = 0.8
}
