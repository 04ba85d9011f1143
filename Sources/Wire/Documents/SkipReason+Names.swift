package import Freshet

extension SkipReason {
  /// The counts, by the names of their reasons.
  package static func named(_ counts: [SkipReason: Int]) -> [String: Int] {
    Dictionary<String, Int>(keepingFirst: counts.map { ($0.key.rawValue, $0.value) })
  }
}
