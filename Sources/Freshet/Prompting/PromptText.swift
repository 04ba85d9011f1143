internal import FreshetCorpus

/// The parts of a prompt's text.
enum PromptText {
  /// The line above the stretches of a document. Characters that could forge a line are escaped.
  static func name(of document: DocumentID) -> String { "From \(document.description.visible):" }

  /// The line above a stretch: its mark, lines and headings, and the columns of the table whose rows it begins with.
  static func header(_ mark: Int, _ lines: LineRange, _ headings: [String], _ columns: [String]) -> String {
    let section = headings.isEmpty ? "" : ", \(headings.joined(separator: " > ").visible)"
    let path = columns.isEmpty ? section : "\(section), columns: \(columns.joined(separator: " | ").visible)"
    let place = lines.first == lines.last ? "line \(lines.first)" : "lines \(lines.first)-\(lines.last)"
    return "[\(mark)] \(place)\(path)"
  }

  /// A header at least as long as the one that the stretch gets.
  static func header(of stretch: Stretch) -> String {
    let columns = stretch.placements.map(\.columns).max { $0.joined().utf8.count < $1.joined().utf8.count } ?? []
    return header(1_000, LineRange(first: 100_000, last: 100_001), stretch.best.hit.headingPath, columns)
  }

  /// The sentence at the end: what the search covered, and what may be concluded.
  static func conclusion(
    _ citations: [Citation], _ completeness: Completeness, _ limits: PromptLimits, asOf: Timestamp
  ) -> String {
    let all = "\(completeness.indexed) of \(completeness.documentCount.counted("document"))"
    let searched = "\(limits.isOnSomeDocuments ? "the documents that the question is limited to" : all), as of \(asOf)"
    if citations.isEmpty {
      return completeness.absenceIsReliable && !limits.isOnScores
        ? "Nothing in \(searched), matches the question."
        : "The search found nothing in \(searched), but that doesn't prove that they contain nothing."
    }
    let doubtful = citations.filter { $0.freshness != .fresh }.map { "[\($0.mark)]" }
    let doubt = doubtful.isEmpty ? "" : "; \(doubtful.inWords) may be outdated"
    return "These are the best matches from \(searched)\(doubt); other passages may say more."
  }

  /// A conclusion longer than most others, to reserve room for it.
  static let longestConclusion = """
    These are the best matches from 1000000 of 1000000 documents, as of 2026-01-01T00:00:00.000Z; [1], [2], [3], [4] \
    and [5] may be outdated; other passages may say more.
    """
}

extension Completeness {
  /// The number of documents that the sources contain, without entries that are no documents by a rule.
  package var documentCount: Int {
    discovered - skipped.filter { !$0.key.hidesText }.values.reduce(0, +)
  }
}

extension [String] {
  /// The elements with commas between them, and "and" before the last one.
  fileprivate var inWords: String {
    guard count > 1, let last else { return first ?? "" }
    return "\(dropLast().joined(separator: ", ")) and \(last)"
  }
}
