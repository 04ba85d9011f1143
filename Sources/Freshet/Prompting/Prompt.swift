public import FreshetCorpus

/// Text for a language model: the passages that answer a question, within a budget of tokens, with their sources.
///
/// The text has a part for each stretch of a document: a line with its citation mark, lines and headings, such as `[1]
/// lines 22-31, Tidebook > Correction`, and the text below it. The stretches of one document stand together, in the
/// order of the document, below a line with the document's name. One sentence at the end says what the search covered
/// and what may be concluded. The text of the documents is unchanged, so a document can contain text that looks like a
/// mark or an instruction.
public struct Prompt: Hashable, Sendable {
  /// The text.
  public let text: String
  /// The number of tokens of ``text``, which is at most the budget.
  public let tokenCount: Int
  /// The stretches in the order of their marks.
  public let citations: [Citation]
  /// What the search covered.
  public let completeness: Completeness
  /// The time when Freshet read the store.
  public let asOf: Timestamp
  /// The position in the store's history that the text reflects.
  public let token: SessionToken

  /// Composes the text from an answer whose hits have expansions.
  ///
  /// - Throws: `FreshetError.budgetTooSmall` if not even the best hit fits; if there is no hit, the closing sentence.
  package init(_ answer: Answer, within budget: TokenBudget, _ limits: PromptLimits = PromptLimits()) throws {
    var hits = answer.hits
    while true {
      let citations = Self.citations(of: hits)
      let text = Self.text(citations, answer, limits)
      let count = budget.count(text)
      if count <= budget.limit {
        (self.text, tokenCount, self.citations) = (text, count, citations)
        (completeness, asOf, token) = (answer.completeness, answer.asOf, answer.token)
        return
      }
      if hits.count <= 1 { throw FreshetError.budgetTooSmall(budget: budget.limit, needed: count) }
      hits.removeLast()
    }
  }

  /// Documents in the order of their best hits, the stretches of each in its own order.
  private static func citations(of hits: [Hit]) -> [Citation] {
    var order: [DocumentID: Int] = [:]
    for hit in hits where order[hit.document] == nil { order[hit.document] = order.count }
    func place(_ hit: Hit) -> (Int, Int) { (order[hit.document] ?? 0, hit.certificate.bytes.lowerBound) }
    return hits.sorted { place($0) < place($1) }.enumerated().map { Citation(of: $1, mark: $0 + 1) }
  }

  private static func text(_ citations: [Citation], _ answer: Answer, _ limits: PromptLimits) -> String {
    var (paragraphs, named) = ([String](), DocumentID?.none)
    for citation in citations {
      if citation.document != named { paragraphs.append(PromptText.name(of: citation.document)) }
      named = citation.document
      let header = PromptText.header(citation.mark, citation.lines, citation.headings, citation.columns)
      paragraphs.append("\(header)\n\(citation.text)")
    }
    paragraphs.append(PromptText.conclusion(citations, answer.completeness, limits, asOf: answer.asOf))
    return paragraphs.joined(separator: "\n\n")
  }
}

extension Citation {
  fileprivate init(of hit: Hit, mark: Int) {
    let expansion = hit.expansion
    self.init(
      mark: mark, document: hit.document, bytes: expansion?.bytes ?? hit.certificate.bytes,
      lines: expansion?.lines ?? hit.certificate.lines, text: expansion?.text ?? hit.text,
      freshness: expansion?.freshness ?? hit.certificate.freshness, hits: expansion?.passages ?? [hit])
  }

  /// The names of the columns of the rows that the stretch begins with.
  fileprivate var columns: [String] { hits.first.map { $0.expansion?.columns ?? $0.columns } ?? [] }

  /// The headings that the hits of the stretch share.
  fileprivate var headings: [String] {
    hits.dropFirst().reduce(hits.first?.headingPath ?? []) { shared, hit in
      zip(shared, hit.headingPath).prefix { $0 == $1 }.map(\.0)
    }
  }
}
