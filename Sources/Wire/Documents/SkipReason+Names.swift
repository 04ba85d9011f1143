package import Freshet

extension SkipReason {
  /// Returns the counts with the JSON names of the reasons as keys.
  package static func named(_ counts: [SkipReason: Int]) -> [String: Int] {
    Dictionary<String, Int>(keepingFirst: counts.map { ($0.key.rawValue, $0.value) })
  }
}
