internal import FreshetCorpus

/// Decides which similarity index a view has: the kind that was chosen, or one by the number of passages.
///
/// An existing index keeps its kind until the passages are twice as many as the crossover, or half as many, so that a
/// corpus near the crossover doesn't change it to and fro.
struct IndexPlan: Hashable, Sendable {
  let choice: IndexChoice
  /// The number of passages from which `auto` is approximate.
  let crossover: Int
  /// Where the index is saved; nil to save none.
  let file: String?

  init(choice: IndexChoice, crossover: Int, file: String? = nil) {
    self.choice = choice
    self.crossover = crossover
    self.file = file
  }

  /// The least number of vectors to save an index for: fewer are read from the store as quickly.
  static let fewestSaved = 4_096

  /// Whether it is cheaper to save the index than to follow this many changes again at the next start.
  func isWorthSaving(_ changes: Int, of passages: Int) -> Bool {
    file != nil && passages >= Self.fewestSaved && changes >= max(Self.fewestSaved / 4, passages / 20)
  }

  func kind(for passages: Int) -> IndexKind {
    switch choice {
    case .exact: .exact
    case .lsh: .lsh
    case .auto: passages < crossover ? .exact : .lsh
    }
  }

  func kind(for passages: Int, inPlaceOf current: IndexKind) -> IndexKind {
    guard choice == .auto else { return kind(for: passages) }
    return switch current {
    case .exact: passages < 2 * crossover ? .exact : .lsh
    case .lsh: 2 * passages > crossover ? .lsh : .exact
    }
  }
}
