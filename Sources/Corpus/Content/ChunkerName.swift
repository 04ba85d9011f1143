/// The name of a chunker: its rules and sizes, such as `freshet-cdc-3/40-100-254/4096`. These are the version of the
/// rules; the minimum, target and maximum size in tokens; and the maximum size in bytes.
///
/// The name is recorded with each document, and with each source.
package struct ChunkerName: Hashable, Sendable {
  package var rules: Int
  package let minimum, target, maximum, maximumInBytes: Int

  private static let prefix = "freshet-cdc-"

  package init(rules: Int, minimum: Int, target: Int, maximum: Int, maximumInBytes: Int) {
    self.rules = rules
    self.minimum = minimum
    self.target = target
    self.maximum = maximum
    self.maximumInBytes = maximumInBytes
  }

  /// Parses a name. Nil if it isn't one, or if its sizes are out of order.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].hasPrefix(Self.prefix), let rules = Int(parts[0].dropFirst(Self.prefix.count)),
      let bytes = Int(parts[2])
    else { return nil }
    let sizes = parts[1].split(separator: "-", omittingEmptySubsequences: false).compactMap { Int($0) }
    guard sizes.count == 3, rules > 0, 1 <= sizes[0], sizes[0] <= sizes[1], sizes[1] <= sizes[2],
      sizes[2] <= PassageSizes.allowed.upperBound, 16...(1 << 24) ~= bytes
    else { return nil }
    self.init(rules: rules, minimum: sizes[0], target: sizes[1], maximum: sizes[2], maximumInBytes: bytes)
  }

  /// Whether both have the same sizes, regardless of their rules.
  package func hasSizes(of other: ChunkerName) -> Bool { with(rules: other.rules) == other }

  package func with(rules: Int) -> ChunkerName {
    var name = self
    name.rules = rules
    return name
  }
}

extension ChunkerName: CustomStringConvertible {
  package var description: String { "\(Self.prefix)\(rules)/\(minimum)-\(target)-\(maximum)/\(maximumInBytes)" }
}
