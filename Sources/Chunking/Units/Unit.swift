/// The least piece that a chunk is made of: a sentence, a list item, a table row, a line of code.
struct Unit: Equatable {
  var bytes: Range<Int>
  /// A heading or a fence parts it from the unit before: no chunk holds both.
  var opensRun: Bool
  /// How gladly a chunk ends after this unit.
  var ease: Ease
  /// The bytes whose hash decides whether a chunk ends after this unit: its own, but before a definition the
  /// definition's first line, for all of a file's functions may end in the same brace.
  var deciding: Range<Int>
  /// Index into the outline's heading paths.
  var section: Int
}

/// How gladly a chunk ends at a place, as a factor on the odds that the hash decides.
enum Ease: Double {
  /// After a heading: it must stay with what it heads.
  case never = 0
  case insideWord = 0.02
  case word = 0.05
  /// After a text that ends with a colon: what follows belongs to it.
  case introduction = 0.15
  case clause = 0.3
  case unit = 1
  case paragraph = 2
  /// Before a definition at the outermost level of source code.
  case definition = 6

  /// Where blocks meet, the place counts and not how short the last sentence or line of a block is.
  var isBetweenBlocks: Bool { rawValue > Ease.unit.rawValue }
}

/// A document's units in order, and the headings over them.
struct Outline: Equatable {
  var units: [Unit] = []
  /// What `Unit.section` points into; the first is the path above the first heading: none.
  var headingPaths: [[String]] = [[]]
  var title: String?
}
