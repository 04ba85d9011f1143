internal import FreshetCorpus

/// Chooses the stretches of documents for a prompt: those of the best hits, as far as the budget allows. It counts the
/// tokens of each passage and each line above a stretch by itself, so the prompt's real number is hardly ever greater.
struct PromptSelection {
  private(set) var stretches: [Stretch] = []
  private let budget: TokenBudget
  private let reserved: Int
  private var left: Int
  private var chosen: [DocumentRevision: Set<Int>] = [:]

  /// A rest of the budget into which no passage fits that is worth having.
  private static let leastRest = 20

  init(_ budget: TokenBudget) {
    self.budget = budget
    reserved = budget.count(PromptText.longestConclusion)
    left = budget.limit - reserved
  }

  /// The least budget into which one of the passages fits; nil if there was none.
  private(set) var leastNeeded: Int?

  var isFull: Bool { left < Self.leastRest }

  /// Adds a hit's stretch if it fits, otherwise the hit's passage if that fits.
  mutating func add(_ stretch: Stretch, in version: DocumentRevision, _ tokens: [ContentAddress: Int]) {
    for stretch in [stretch, stretch.withoutExpansion] {
      let cost = cost(of: stretch, in: version, tokens)
      leastNeeded = min(leastNeeded ?? .max, reserved + cost)
      if cost > left { continue }
      left -= cost
      stretches.append(stretch)
      chosen[version, default: []].formUnion(stretch.ordinals)
      return
    }
  }

  /// The tokens of the stretch's passages that aren't chosen yet, and of the lines above it.
  private func cost(
    of stretch: Stretch, in version: DocumentRevision, _ tokens: [ContentAddress: Int]
  ) -> Int {
    let known = chosen[version] ?? []
    let passages = stretch.placements.filter { !known.contains($0.ordinal) }
    let text = passages.reduce(0) { $0 + (tokens[$1.address] ?? 0) }
    let (first, last) = (stretch.ordinals.lowerBound, stretch.ordinals.upperBound)
    let isAttached = (first - 1...last + 1).contains { known.contains($0) }
    let header = isAttached ? 0 : budget.count(PromptText.header(of: stretch))
    let name = known.isEmpty ? budget.count(PromptText.name(of: version.document)) : 0
    return text + header + name
  }
}
