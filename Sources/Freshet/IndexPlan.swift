internal import Corpus

/// Which similarity index a view has: the one that was asked for, or by the number of passages.
///
/// An index that is there is kept until the passages are twice beyond the crossover, so that a corpus at the border doesn't
/// change it to and fro.
struct IndexPlan: Hashable, Sendable {
  let choice: IndexChoice
  /// From so many passages on `auto` is approximate.
  let crossover: Int

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
