/// The smallest piece from which chunks are composed: a sentence, a list item, a table row or a line of code.
struct Unit: Equatable {
  var bytes: Range<Int>
  /// Whether a chunk must end before this unit, because it is a heading, or begins or follows a code fence.
  var opensRun: Bool
  /// How easily a chunk may end after this unit.
  var ease: Ease
  /// The bytes whose hash decides whether a chunk ends after this unit: usually the unit's own. Before a definition,
  /// they are the first line of the definition, because all functions of a file may end with the same brace.
  var deciding: Range<Int>
  /// The index of the unit's path of headings in `Outline.headingPaths`.
  var section: Int
}

/// How easily a chunk may end at a place in a document. A hash decides whether a chunk ends there; the raw value
/// multiplies the probability.
enum Ease: Double {
  /// The place after a heading, which must stay with the text below it.
  case never = 0
  case insideWord = 0.02
  case word = 0.05
  /// The place after a text that ends with a colon and so introduces the next one.
  case introduction = 0.15
  case clause = 0.3
  case unit = 1
  case paragraph = 2
  /// The place before a definition at the outermost level of source code.
  case definition = 6

  /// Whether the place is the end of a block, such as a paragraph or a function. There, a chunk ends with nearly the
  /// same probability even if the last sentence or line of the block is short.
  var isBetweenBlocks: Bool { rawValue > Ease.unit.rawValue }
}

/// The units of a document in order, its headings, and its title.
struct Outline: Equatable {
  var units: [Unit] = []
  /// The paths of headings to which `Unit.section` refers, outermost heading first. The first path is empty, for text
  /// above the first heading.
  var headingPaths: [[String]] = [[]]
  var title: String?
}
