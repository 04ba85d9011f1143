internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage

/// How much of the truth the searches by vector behind an answer have found: as much as the worst of them.
struct SearchReach: Hashable, Sendable {
  private(set) var recall = 1.0
  private(set) var isExact = true

  mutating func add(_ neighbours: Neighbours) {
    recall = min(recall, neighbours.recall)
    isExact = isExact && neighbours.isExact
  }
}
