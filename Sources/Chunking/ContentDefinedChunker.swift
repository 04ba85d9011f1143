package import FreshetCorpus

/// Splits a document where its content says so, so that an edit moves only the cuts near it.
///
/// Content-defined chunking as in FastCDC (Xia et al., USENIX ATC 2016), with sentences, list items, table rows and
/// lines of code in place of bytes. A hash of a unit's own text decides whether a chunk ends after it. The odds are low
/// below the target size and high above it (the paper's normalised chunking), so sizes gather at the target, while cuts
/// still resynchronise after an edit. Headings and fences are cuts whatever the hash says. If the hash chooses no unit
/// up to the maximum, the chunk ends after the one that came nearest: the backup divisor of TTTD (Eshghi and Tang, HP
/// Labs 2005-30). Chunks don't overlap, because an overlap would double the passages that an edit touches.
///
/// Guarantees, for every document in UTF-8:
/// - each byte that is neither white space nor part of a byte order mark lies in exactly one passage, and passages come
///   in order;
/// - no passage's text measures more than `sizes.maximum` (unless one character does), or spans more than
///   `sizes.maximumInBytes`;
/// - equal bytes give equal passages: no clock, no locale, no seed.
package struct ContentDefinedChunker: Sendable {
  /// The name of the rules. It changes whenever the same document would be split differently.
  package static let version = "freshet-cdc-2"

  package let sizes: ChunkSizes
  private let measure: @Sendable (String) -> Int

  /// - Parameter measure: counts the embedder's tokens in a text, without special tokens.
  package init(sizes: ChunkSizes = ChunkSizes(), measure: @escaping @Sendable (String) -> Int) {
    self.sizes = sizes
    self.measure = measure
  }

  /// The name of the rules, and the sizes. It doesn't include what `measure` counts: the caller adds the tokenizer's
  /// name.
  package var identity: String {
    "\(Self.version)/\(sizes.minimum)-\(sizes.target)-\(sizes.maximum)/\(sizes.maximumInBytes)"
  }

  /// Splits a document into passages.
  ///
  /// - Parameter bytes: valid UTF-8; a byte order mark at the start lies in no passage.
  /// - Complexity: linear in the bytes; `measure` sees each byte about twice.
  package func part(_ bytes: [UInt8], as format: DocumentFormat) -> PartedDocument {
    let lines = SourceLines(bytes)
    let frontMatter = format == .markdown ? FrontMatter(lines) : nil
    let outline = outline(of: lines, as: format, from: frontMatter?.lineCount ?? 0)
    let sizes = format == .sourceCode ? sizes.forCode : sizes
    let sizer = UnitSizer(lines: lines, sizes: sizes, measure: measure)
    var assembly = PassageAssembly(sizer: sizer, headingPaths: outline.headingPaths)
    let units = sizer.sized(outline.units)
    for chunk in ChunkEnds(sizes: sizes).chunks(of: units) { assembly.add(units[chunk]) }
    let fields = frontMatter?.fields ?? [:]
    return PartedDocument(
      title: fields["title"] ?? outline.title, metadata: fields, passages: assembly.passages)
  }

  private func outline(of lines: SourceLines, as format: DocumentFormat, from firstLine: Int) -> Outline {
    switch format {
    case .markdown: MarkdownOutline.outline(of: lines, from: firstLine)
    case .plainText: PlainTextOutline.outline(of: lines)
    case .sourceCode: SourceCodeOutline.outline(of: lines)
    }
  }
}
