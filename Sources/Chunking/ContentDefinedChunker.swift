package import FreshetCorpus

/// Splits a document into passages by content-defined chunking, so that an edit changes only the boundaries near it.
///
/// The method is that of FastCDC (Xia et al., USENIX ATC 2016), with units of text (sentences, list items, table rows,
/// lines of code) instead of bytes. A hash of a unit's own text decides whether a chunk ends after it. The probability
/// is low below the target size and high above it ("normalized chunking"), so most chunks are about as large as the
/// target, and boundaries are the same again soon after an edit. A heading is a boundary, and so are both ends of a
/// code fence that doesn't fit into one chunk with its introduction (`SoftFences`). If the hash selects no unit before
/// the maximum size, the chunk ends after the unit that came nearest to being selected (the backup divisor of TTTD:
/// Eshghi and Tang, HP Labs 2005-30). Chunks don't overlap, because then an edit would change twice as many passages.
///
/// Guarantees for every UTF-8 document:
///
/// - Passages are in order. Each byte that is neither white space nor part of a byte order mark or of opaque payload
///   (`OpaquePayload`) is in exactly one passage.
/// - No passage has more than `sizes.maximum` tokens (except a single character that has more), or more than
///   `sizes.maximumInBytes` bytes.
/// - Equal documents have equal passages: the result depends on no clock, locale or random seed.
package struct ContentDefinedChunker: Sendable {
  /// The version of the chunking rules. It changes whenever a change of the code would split some document differently.
  package static let rules = 3

  package let sizes: ChunkSizes
  private let measure: @Sendable (String) -> Int

  /// Makes a chunker.
  ///
  /// - Parameters:
  ///   - sizes: the limits on the size of a chunk.
  ///   - measure: returns the number of the embedder's tokens in a text, without special tokens.
  package init(sizes: ChunkSizes = ChunkSizes(), measure: @escaping @Sendable (String) -> Int) {
    self.sizes = sizes
    self.measure = measure
  }

  /// Identifies the rules and the sizes. It doesn't identify the tokenizer that `measure` uses, so the caller must add
  /// the tokenizer's name.
  package var identity: String { Self.name(for: sizes).description }

  package static func name(for sizes: ChunkSizes) -> ChunkerName {
    ChunkerName(
      rules: rules, minimum: sizes.minimum, target: sizes.target, maximum: sizes.maximum,
      maximumInBytes: sizes.maximumInBytes)
  }

  /// Splits a document into passages.
  ///
  /// - Parameters:
  ///   - bytes: the document's text, which must be valid UTF-8. A byte order mark at the start isn't part of any
  ///     passage.
  ///   - format: the rules by which the document is split into units.
  ///   - name: the document's name, which may say that the text is a table (`DelimitedTable`) or a notebook.
  /// - Complexity: O(*n*) in the bytes; each byte is passed to `measure` about twice.
  package func part(_ bytes: [UInt8], as format: DocumentFormat, named name: String = "") -> PartedDocument {
    let lines = SourceLines(bytes)
    let frontMatter = format == .markdown ? FrontMatter(lines) : nil
    let payload = OpaquePayload(in: lines)
    let outline = outline(
      in: OutlineBuilder(lines: lines, leavingOut: payload), as: format, named: name,
      from: frontMatter?.lineCount ?? 0)
    let sizes = format == .sourceCode ? sizes.forCode : sizes
    let sizer = UnitSizer(lines: lines, sizes: sizes, measure: measure)
    var assembly = PassageAssembly(sizer: sizer, outline: outline)
    let withFences = SoftFences(sizer: sizer).joined(sizer.sized(outline.units))
    let units = SoftFrontMatter(sizer: sizer).joined(withFences)
    for chunk in ChunkEnds(sizes: sizes).chunks(of: units) { assembly.add(units[chunk]) }
    let fields = frontMatter?.fields ?? [:]
    return PartedDocument(
      title: fields["title"] ?? outline.title, metadata: fields, passages: assembly.passages,
      opaqueBytes: payload.count)
  }

  private func outline(
    in builder: OutlineBuilder, as format: DocumentFormat, named name: String, from firstLine: Int
  ) -> Outline {
    if format != .markdown, let (line, columns) = DelimitedTable.header(of: builder.lines, named: name) {
      var builder = builder
      builder.addTable(0..<builder.lines.count, headerLines: line + 1, columns: columns)
      return builder.outline
    }
    return switch format {
    case .markdown: MarkdownOutline.outline(in: builder, from: firstLine)
    case .plainText: PlainTextOutline.outline(in: builder)
    case .sourceCode: SourceCodeOutline.outline(in: builder)
    }
  }
}
