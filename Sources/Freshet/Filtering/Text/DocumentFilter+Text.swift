internal import FreshetCorpus

extension DocumentFilter {
  /// Reads a filter from text, such as `status = final and tag = on-call and path = ops/** and changed >= 2026-11-01`.
  ///
  /// Conditions are joined by `and`, `or`, `not` and parentheses; `and` binds closer than `or`. docs/commands/query.md
  /// lists all conditions.
  ///
  /// - Throws: what is wrong, at which column, and what to write instead. The text has at most 64 KiB, and 64
  ///   parentheses and `not` in each other.
  /// - Complexity: O(n) for n bytes.
  public init(parsing text: String) throws(FilterSyntaxError) {
    do {
      condition = try FilterParser.filter(from: text)
    } catch {
      throw error.located(in: text)
    }
  }
}

extension DocumentFilter: CustomStringConvertible {
  /// The filter as text that `init(parsing:)` reads, if it isn't too long for it.
  public var description: String { condition.text }
}

extension DocumentFilter.Condition {
  fileprivate var text: String {
    switch self {
    case .field(let name, let condition): "\(FilterText.name(name)) \(condition.text)"
    case .tag(let tag): "tag = \(FilterText.value(tag))"
    case .path(let pattern): "path = \(FilterText.value(pattern.text))"
    case .source(let name): "source = \(FilterText.value(name.string))"
    case .changed(let moment): "changed >= \(moment.exactText)"
    case .documents(let documents): "document in \(FilterText.list(documents.map(\.qualified)))"
    case .not(let condition): "not \(condition.isJoined ? "(\(condition.text))" : condition.text)"
    case .all(let conditions): Self.joined(conditions, " and ")
    case .any(let conditions): Self.joined(conditions, " or ")
    }
  }

  private static func joined(_ conditions: [Self], _ word: String) -> String {
    conditions.map { $0.isJoined ? "(\($0.text))" : $0.text }.joined(separator: word)
  }

  private var isJoined: Bool {
    switch self {
    case .all, .any: true
    default: false
    }
  }
}

extension FieldCondition {
  fileprivate var text: String {
    switch self {
    case .equals(let text): "= \(FilterText.value(text))"
    case .contains(let text): "~ \(FilterText.value(text))"
    case .exists: "exists"
    case .in(let texts): "in \(FilterText.list(texts))"
    case .less(let bound): "< \(bound)"
    case .atMost(let bound): "<= \(bound)"
    case .greater(let bound): "> \(bound)"
    case .atLeast(let bound): ">= \(bound)"
    }
  }
}

extension DocumentID {
  /// The name with its source, which a reader never takes for another document.
  fileprivate var qualified: String { "\(source):\(path)" }
}
