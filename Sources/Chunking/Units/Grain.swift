/// The granularity at which a unit that is too large is split, from coarse to fine.
enum Grain: Equatable {
  case line, sentence, clause, word, withinWord

  var finer: Grain {
    switch self {
    case .line: .sentence
    case .sentence: .clause
    case .clause: .word
    case .word, .withinWord: .withinWord
    }
  }

  /// How easily a chunk may end between two pieces of this grain.
  var ease: Ease {
    switch self {
    case .line, .sentence: .unit
    case .clause: .clause
    case .word: .word
    case .withinWord: .insideWord
    }
  }
}
