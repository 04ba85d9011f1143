/// The smallest piece from which chunks are composed: a sentence, a list item, a table row, a record of a log or a line
/// of code.
struct Unit: Equatable {
  var bytes: Range<Int>
  var kind: Kind
  /// Whether a chunk must end before this unit, because it is a heading, or because opaque payload precedes it.
  var opensRun: Bool
  /// How easily a chunk may end after this unit.
  var ease: Ease
  /// The bytes whose hash decides whether a chunk ends after this unit: usually the unit's own. Before a definition,
  /// they are the first line of the definition, because all functions of a file may end with the same brace.
  var deciding: Range<Int>
  /// The index of the unit's path of headings in `Outline.headingPaths`.
  var section: Int

  enum Kind: Equatable {
    /// Sentences, or an item of a list.
    case prose
    case heading
    /// A line of front matter.
    case frontMatter
    /// A line of code, or a row with the names of a table's columns.
    case line
    /// A line of a code fence. Lines with the same number are of one fence.
    case fence(Int)
    /// A row of a table below its header. The number is an index in `Outline.tables`.
    case row(Int)
    /// A record of a log or a message of a chat: one line, or several.
    case record

    /// The grain at which a unit of this kind is split first if it is too large for a chunk.
    var grain: Grain {
      switch self {
      case .prose, .heading: .sentence
      case .frontMatter, .line, .fence, .row, .record: .line
      }
    }
  }
}

/// How easily a chunk may end at a place in a document. A hash decides whether a chunk ends there; the raw value
/// multiplies the probability.
enum Ease: Double {
  /// The place after a heading or a table's header, which must stay with the text below it, or before a fence that
  /// stays with the text above it.
  case never = 0
  case insideWord = 0.02
  case word = 0.05
  /// The place after a text that ends with a colon and so introduces the next one, and after the first item of a list
  /// that it introduces.
  case introduction = 0.15
  /// A place inside a quotation or callout.
  case quotation = 0.25
  case clause = 0.3
  case unit = 1
  case paragraph = 2
  /// The place after a fence that is in one chunk with its introduction.
  case example = 4
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
  /// The names of the columns of each table.
  var tables: [[String]] = []
  var title: String?
}
