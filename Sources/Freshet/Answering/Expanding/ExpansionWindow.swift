internal import FreshetCorpus

/// Decides how many passages around a hit's passage an expansion contains.
///
/// Bounds limit the work and the size of an expansion where tokens are a poor measure: a word of 1,000 letters may be
/// one unknown token.
struct ExpansionWindow {
  /// A section has at most this many bytes for each token that it may have.
  static let bytesForEachToken = 12
  private static let fewestReached = 8
  private static let mostReached = 1_000

  private let surroundings: Surroundings
  /// The number of tokens of a passage.
  private let tokens: (Placement) -> Int

  init(of surroundings: Surroundings, tokens: @escaping (Placement) -> Int) {
    self.surroundings = surroundings
    self.tokens = tokens
  }

  /// The number of passages before and after a hit's passage that its expansion can contain at most: as many as were
  /// asked for, at most 1,000; of a section, one for every 8 tokens, at least 8.
  static func reach(of expansion: Expansion) -> Int {
    switch expansion {
    case .passage: 0
    case .neighbours(let count): min(max(0, count), mostReached)
    case .section(let limit): min(max(fewestReached, limit / 8), mostReached)
    }
  }

  /// The ordinals of the passages in the expansion; they always include the hit's.
  func ordinals(for expansion: Expansion) -> ClosedRange<Int> {
    let hit = surroundings.hit.ordinal
    return switch expansion {
    case .passage: hit...hit
    case .neighbours: surroundings.ordinals
    case .section(let limit): section(upTo: limit)
    }
  }

  /// The largest of the sections that contain the passage and have at most `limit` tokens.
  private func section(upTo limit: Int) -> ClosedRange<Int> {
    let path = surroundings.hit.headingPath
    var found: ClosedRange<Int>?
    for depth in stride(from: path.count, through: 0, by: -1) {
      let section = section(below: path.prefix(depth))
      guard isWhole(section), fits(section, limit) else { break }
      found = section
    }
    return found ?? part(of: section(below: path[...]), upTo: limit)
  }

  /// The passages around the hit's whose headings begin with `headings`.
  private func section(below headings: ArraySlice<String>) -> ClosedRange<Int> {
    var (first, last) = (surroundings.hit.ordinal, surroundings.hit.ordinal)
    func contains(_ ordinal: Int) -> Bool {
      surroundings[ordinal].map { $0.headingPath.starts(with: headings) } ?? false
    }
    while first > surroundings.ordinals.lowerBound, contains(first - 1) { first -= 1 }
    while last < surroundings.ordinals.upperBound, contains(last + 1) { last += 1 }
    return first...last
  }

  /// Whether the section's ends are known: it is smaller than what an expansion can reach.
  private func isWhole(_ section: ClosedRange<Int>) -> Bool {
    let reached = surroundings.reached
    return section.lowerBound > reached.lowerBound && section.upperBound < reached.upperBound
  }

  private func fits(_ ordinals: ClosedRange<Int>, _ limit: Int) -> Bool {
    guard let bytes = surroundings.bytes(of: ordinals), Self.fits(bytes, limit) else { return false }
    var left = limit
    for ordinal in ordinals {
      left -= surroundings[ordinal].map(tokens) ?? 0
      if left < 0 { return false }
    }
    return true
  }

  private static func fits(_ bytes: Range<Int>, _ limit: Int) -> Bool {
    bytes.count / bytesForEachToken <= limit
  }

  /// As many passages of the section around the hit's as have at most `limit` tokens: by turns the one before and the
  /// one after.
  private func part(of section: ClosedRange<Int>, upTo limit: Int) -> ClosedRange<Int> {
    let hit = surroundings.hit.ordinal
    var (first, last, before, after) = (hit, hit, true, true)
    while before || after {
      if before {
        before = first > section.lowerBound && fits(first - 1...last, limit)
        if before { first -= 1 }
      }
      if after {
        after = last < section.upperBound && fits(first...last + 1, limit)
        if after { last += 1 }
      }
    }
    return first...last
  }
}
