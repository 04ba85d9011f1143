internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage

/// The recall of the searches by vector behind an answer: the lowest of them.
struct SearchReach: Hashable, Sendable {
  private(set) var recall = 1.0
  private(set) var isExact = true

  mutating func add(_ neighbours: Neighbours) {
    recall = min(recall, neighbours.recall)
    isExact = isExact && neighbours.isExact
  }
}
