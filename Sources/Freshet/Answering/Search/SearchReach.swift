internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage

/// The lowest recall of all vector searches that were made for an answer, and whether all of them were exact.
struct SearchReach: Hashable, Sendable {
  private(set) var recall = 1.0
  private(set) var isExact = true

  mutating func add(_ neighbours: Neighbours) {
    recall = min(recall, neighbours.recall)
    isExact = isExact && neighbours.isExact
  }
}
