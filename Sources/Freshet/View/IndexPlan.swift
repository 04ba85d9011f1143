internal import FreshetCorpus

/// Decides which kind of similarity index to use, exact or approximate: the kind that the caller chose, or for `auto`
/// one that depends on the number of passages.
///
/// An existing index keeps its kind until the number of passages is twice or half the crossover. So the index of a
/// corpus near the crossover doesn't switch back and forth.
struct IndexPlan: Hashable, Sendable {
  let choice: IndexChoice
  /// The number of passages from which `auto` chooses the approximate index.
  let crossover: Int
  /// The path of the file in which the index is saved; nil if it isn't saved.
  let file: String?

  init(choice: IndexChoice, crossover: Int, file: String? = nil) {
    self.choice = choice
    self.crossover = crossover
    self.file = file
  }

  /// The smallest number of vectors for which an index is saved. Fewer vectors can be read from the store as fast as
  /// from the file.
  static let fewestSaved = 4_096

  /// Whether to save the index: whether saving costs less than applying this many changes again at the next start.
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
