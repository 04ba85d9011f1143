/// How far a search goes.
enum ProbeExtent: Sendable {
  /// Until the search expects to miss only this many neighbours.
  case missing(Double)
  /// Through all cells of at least this yield, which misses about `missing` neighbours on average.
  case yielding(Float, missing: Double)

  var missed: Double {
    switch self {
    case .missing(let allowed), .yielding(_, let allowed): allowed
    }
  }

  /// The share of the allowed misses that may lie in cells not scanned. The search loses the others because their signs
  /// misjudge them.
  static let elsewhere = 0.8
}
