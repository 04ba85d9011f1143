/// The rule by which an approximate search stops.
enum ProbeExtent: Sendable {
  /// Stop once the search expects to miss at most this number of true neighbours.
  case missing(Double)
  /// Scan all cells whose yield (the expected share of the neighbours per entry) is at least this. The search then
  /// misses `missing` neighbours on average.
  case yielding(Float, missing: Double)

  var missed: Double {
    switch self {
    case .missing(let allowed), .yielding(_, let allowed): allowed
    }
  }

  /// The share of the allowed misses that may lie in cells not scanned. The rest is for neighbours in scanned cells
  /// that are dropped because their score is underestimated from their signs.
  static let elsewhere = 0.8
}
