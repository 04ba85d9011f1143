internal import FreshetCorpus

/// The passages around a hit's passage in the same version of its document, as far as an expansion can reach.
struct Surroundings {
  let hit: Placement
  /// The ordinals of `placements`; consecutive, and `hit` is among them.
  let ordinals: ClosedRange<Int>
  /// The ordinals that the expansion can have.
  let reached: ClosedRange<Int>
  private let placements: [Int: Placement]

  /// - Parameters:
  ///   - found: placements of the hit's version, among them those at most `reach` before and after `hit`. An expansion
  ///     ends where one is missing, because its row is damaged, and before and after opaque payload.
  init(of hit: Placement, among found: [Placement], reach: Int) {
    let known = Dictionary(keepingFirst: found.map { ($0.ordinal, $0) }).merging([hit.ordinal: hit]) { $1 }
    reached = Self.range(reach, around: hit.ordinal)
    var (first, last) = (hit.ordinal, hit.ordinal)
    while first > reached.lowerBound, Self.follows(known[first], known[first - 1]) { first -= 1 }
    while last < reached.upperBound, Self.follows(known[last + 1], known[last]) { last += 1 }
    ordinals = first...last
    self.hit = hit
    placements = known.filter { $0.key >= first && $0.key <= last }
  }

  /// The ordinals at most `reach` before and after `ordinal`.
  static func range(_ reach: Int, around ordinal: Int) -> ClosedRange<Int> { ordinal - reach...ordinal + reach }

  private static func follows(_ later: Placement?, _ earlier: Placement?) -> Bool {
    guard let later, let earlier else { return false }
    return later.follows(earlier)
  }

  subscript(ordinal: Int) -> Placement? { placements[ordinal] }

  subscript(range: ClosedRange<Int>) -> [Placement] { range.compactMap { placements[$0] } }

  var addresses: [ContentAddress] { self[ordinals].map(\.address) }

  /// The document's bytes from the first to the last of these passages.
  func bytes(of ordinals: ClosedRange<Int>) -> Range<Int>? {
    guard let first = placements[ordinals.lowerBound], let last = placements[ordinals.upperBound] else { return nil }
    return first.bytes.lowerBound..<last.bytes.upperBound
  }
}
