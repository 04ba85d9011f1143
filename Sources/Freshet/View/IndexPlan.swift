internal import FreshetCorpus

/// Which similarity index a view has: the one that was asked for, or by the number of passages.
///
/// An index that is there is kept until the passages are twice beyond the crossover, so that a corpus at the border doesn't
/// change it to and fro.
struct IndexPlan: Hashable, Sendable {
  let choice: IndexChoice
  /// From this many passages on, `auto` is approximate.
  let crossover: Int
  /// Where the index is saved; nil to save none.
  let file: String?

  init(choice: IndexChoice, crossover: Int, file: String? = nil) {
    self.choice = choice
    self.crossover = crossover
    self.file = file
  }

  /// Fewer vectors are read from the store as quickly.
  static let fewestSaved = 4_096

  /// Whether this many changes are better saved than followed again at the next start.
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
