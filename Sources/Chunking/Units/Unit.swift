/// The smallest piece of a chunk: a sentence, a list item, a table row, a line of code.
struct Unit: Equatable {
  var bytes: Range<Int>
  /// Whether a heading or a fence separates the unit from the one before: no chunk holds both.
  var opensRun: Bool
  /// How easily a chunk ends after this unit.
  var ease: Ease
  /// The bytes whose hash decides whether a chunk ends after this unit: mostly its own. Before a definition they are
  /// the definition's first line, because all of a file's functions may end in the same brace.
  var deciding: Range<Int>
  /// Index into the outline's heading paths.
  var section: Int
}

/// How easily a chunk ends at a place, as a factor on the odds that the hash decides.
enum Ease: Double {
  /// After a heading, which must stay with the text below it.
  case never = 0
  case insideWord = 0.02
  case word = 0.05
  /// After a text that ends with a colon, to which the next text belongs.
  case introduction = 0.15
  case clause = 0.3
  case unit = 1
  case paragraph = 2
  /// Before a definition at the outermost level of source code.
  case definition = 6

  /// Whether blocks meet here. Then the place matters, not how short the last sentence or line of a block is.
  var isBetweenBlocks: Bool { rawValue > Ease.unit.rawValue }
}

/// A document's units in order, and the headings over them.
struct Outline: Equatable {
  var units: [Unit] = []
  /// The paths that `Unit.section` points into. The first is the empty one of the text above the first heading.
  var headingPaths: [[String]] = [[]]
  var title: String?
}
