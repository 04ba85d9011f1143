internal import FreshetCorpus

/// Reads a filter from its tokens, by recursive descent with a bounded depth.
///
///     any         = all, { "or", all } ;
///     all         = negation, { "and", negation } ;
///     negation    = "not", negation | "(", any, ")" | condition ;
///     condition   = "tag", membership | "path", membership | "source", membership | "document", membership
///                 | "changed", ( ">=" | ">" | "<" | "<=" ), time
///                 | field, ( membership | "~", value | ( ">=" | ">" | "<" | "<=" ), number or time | "exists" ) ;
///     membership  = "=", value | "!=", value | [ "not" ], "in", "(", [ value, { ",", value } ], ")" ;
///     field       = name | "field:", name | quoted ;
///     value       = word | quoted ;
struct FilterParser {
  typealias Condition = DocumentFilter.Condition

  /// A value, with the number of Unicode scalars before it.
  private struct Value {
    let text: String
    let offset: Int

    var shown: String { FilterToken.shortened(text) }
  }

  /// The longest text that is read, in bytes.
  static let maximumSizeInBytes = 64 << 10
  /// How deep parentheses and `not` may be nested.
  static let maximumDepth = 64
  /// Words that are values and names only in quotes.
  static let keywords: Set = ["and", "or", "not", "in", "exists"]
  /// Words that name something else than a field.
  static let subjects: Set = ["tag", "path", "source", "document", "changed"]
  static let fieldPrefix = "field:"

  private let tokens: [FilterToken]
  private var position = 0
  private var depth = 0

  static func filter(from text: String) throws(FilterProblem) -> Condition {
    guard text.utf8.count <= maximumSizeInBytes else {
      throw FilterProblem(
        offset: 0, problem: "a filter has at most \(maximumSizeInBytes) bytes, not \(text.utf8.count): shorten it")
    }
    var parser = FilterParser(tokens: try FilterLexer.tokens(of: text))
    let filter = try parser.any()
    if parser.token.kind != .end { throw parser.expected("and, or, or the end of the filter") }
    return filter
  }

  private init(tokens: [FilterToken]) {
    self.tokens = tokens
  }

  private mutating func any() throws(FilterProblem) -> Condition {
    var conditions = [try all()]
    while skip(.word("or")) { conditions.append(try all()) }
    return conditions.count == 1 ? conditions[0] : .any(conditions)
  }

  private mutating func all() throws(FilterProblem) -> Condition {
    var conditions = [try negation()]
    while skip(.word("and")) { conditions.append(try negation()) }
    return conditions.count == 1 ? conditions[0] : .all(conditions)
  }

  private mutating func negation() throws(FilterProblem) -> Condition {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.maximumDepth {
      throw problem(
        "parentheses and not are nested more than \(Self.maximumDepth) deep: write the filter with fewer of them")
    }
    if skip(.word("not")) { return .not(try negation()) }
    guard skip(.sign("(")) else { return try condition() }
    let inner = try any()
    if !skip(.sign(")")) { throw expected("and, or, or )") }
    return inner
  }

  private mutating func condition() throws(FilterProblem) -> Condition {
    let name = token
    switch name.kind {
    case .quoted(let field): return try fieldCondition(field)
    case .word(let word) where Self.subjects.contains(word): return try subjectCondition(word)
    case .word(let word) where word.hasPrefix(Self.fieldPrefix):
      return try fieldCondition(String(word.dropFirst(Self.fieldPrefix.count)))
    case .word(let word) where !Self.keywords.contains(word): return try fieldCondition(word)
    default: throw expected("tag, path, source, document, changed or the name of a field")
    }
  }

  private mutating func subjectCondition(_ subject: String) throws(FilterProblem) -> Condition {
    advance()
    if subject == "changed" { return try timeCondition() }
    guard let (values, isNegated) = try membership() else {
      throw expected("=, !=, in ( or not in ( behind \(subject)")
    }
    let condition: Condition =
      switch subject {
      case "tag": Self.any(values.map { .tag($0.text) })
      case "source": Self.any(values.map { .source(ExactPath($0.text)) })
      case "document": .documents(Set(values.map { DocumentID(named: $0.text) }))
      default: Self.any(try patterns(values))
      }
    return isNegated ? .not(condition) : condition
  }

  private func patterns(_ values: [Value]) throws(FilterProblem) -> [Condition] {
    var conditions: [Condition] = []
    for value in values {
      guard let pattern = DocumentPattern(value.text) else {
        throw FilterProblem(
          offset: value.offset,
          problem: "\(value.shown) can't match a path: write a pattern such as *.md or docs/, and != to negate it")
      }
      conditions.append(.path(pattern))
    }
    return conditions
  }

  private mutating func fieldCondition(_ name: String) throws(FilterProblem) -> Condition {
    if name.isEmpty { throw problem("expected the name of a field, such as field:status") }
    advance()
    if skip(.word("exists")) { return .field(name, .exists) }
    if skip(.sign("~")) { return .field(name, .contains(try value().text)) }
    if let comparison = comparison() { return .field(name, Self.condition(comparison, try bound(of: comparison))) }
    let isList = token.kind != .sign("=") && token.kind != .sign("!=")
    guard let (values, isNegated) = try membership() else {
      throw expected("=, !=, ~, <, <=, >, >=, in (, not in ( or exists behind the field \(name)")
    }
    let condition = Condition.field(name, isList ? .in(Set(values.map(\.text))) : .equals(values[0].text))
    return isNegated ? .not(condition) : condition
  }

  private mutating func bound(of comparison: String) throws(FilterProblem) -> OrderedValue {
    let value = try value()
    guard let bound = OrderedValue(value.text) else {
      throw FilterProblem(
        offset: value.offset,
        problem:
          "\(comparison) compares with a number, a day such as 2026-11-01 or a time, not with \(value.shown): use = or ~"
      )
    }
    return bound
  }

  private static func condition(_ comparison: String, _ bound: OrderedValue) -> FieldCondition {
    switch comparison {
    case "<": .less(than: bound)
    case "<=": .atMost(bound)
    case ">": .greater(than: bound)
    default: .atLeast(bound)
    }
  }

  private mutating func timeCondition() throws(FilterProblem) -> Condition {
    guard let comparison = comparison() else { throw expected(">=, >, < or <= behind changed") }
    let value = try value()
    guard let time = Timestamp(dayOrTime: value.text) else {
      throw FilterProblem(
        offset: value.offset,
        problem: "expected a day such as 2026-11-01 or a time such as 2026-11-01T08:30:00Z, not \(value.shown)")
    }
    // Times are whole nanoseconds. There is none after the last one.
    let (next, isLast) = time.nanoseconds.addingReportingOverflow(1)
    let later: Condition = isLast ? .documents([]) : .changed(since: Timestamp(nanoseconds: next))
    switch comparison {
    case ">=": return .changed(since: time)
    case ">": return later
    case "<": return .not(.changed(since: time))
    default: return .not(later)
    }
  }

  /// Reads one of `<`, `<=`, `>` and `>=`; nil if something else follows.
  private mutating func comparison() -> String? {
    guard case .sign(let sign) = token.kind, ["<", "<=", ">", ">="].contains(sign) else { return nil }
    advance()
    return sign
  }

  /// Reads `= value`, `!= value`, `in (values)` or `not in (values)`; nil if something else follows. With `=` and `!=`,
  /// there is exactly one value.
  private mutating func membership() throws(FilterProblem) -> (values: [Value], isNegated: Bool)? {
    if skip(.sign("=")) { return ([try value()], false) }
    if skip(.sign("!=")) { return ([try value()], true) }
    let isNegated = skip(.word("not"))
    guard skip(.word("in")) else {
      if isNegated { throw expected("in (") }
      return nil
    }
    return (try list(), isNegated)
  }

  private mutating func list() throws(FilterProblem) -> [Value] {
    if !skip(.sign("(")) { throw expected("(") }
    if skip(.sign(")")) { return [] }
    var values = [try value()]
    while skip(.sign(",")) { values.append(try value()) }
    if !skip(.sign(")")) { throw expected(", or )") }
    return values
  }

  private mutating func value() throws(FilterProblem) -> Value {
    let offset = token.offset
    switch token.kind {
    case .quoted(let text):
      advance()
      return Value(text: text, offset: offset)
    case .word(let text) where !Self.keywords.contains(text):
      advance()
      return Value(text: text, offset: offset)
    case .sign("="): throw problem("expected a value, not another =: write = once")
    default: throw expected("a value")
    }
  }

  private static func any(_ conditions: [Condition]) -> Condition {
    switch conditions.count {
    case 0: .documents([])
    case 1: conditions[0]
    default: .any(conditions)
    }
  }

  private var token: FilterToken { tokens[position] }

  private mutating func advance() {
    position = min(position + 1, tokens.count - 1)
  }

  private mutating func skip(_ kind: FilterToken.Kind) -> Bool {
    if token.kind != kind { return false }
    advance()
    return true
  }

  private func problem(_ text: String) -> FilterProblem { FilterProblem(offset: token.offset, problem: text) }

  private func expected(_ what: String) -> FilterProblem {
    problem("expected \(what), not \(token.shown)\(hint)")
  }

  /// What to write instead of a word or a sign of another grammar.
  private var hint: String {
    switch token.kind {
    case .word("&&"), .word("&"), .word("AND"): ": write and"
    case .word("||"), .word("|"), .word("OR"): ": write or"
    case .word("NOT"): ": write not"
    case .word(let word) where Self.keywords.contains(word): ": write \"\(word)\" if you mean a name or a value"
    case .word: ": put values that contain spaces or signs in quotes"
    default: ""
    }
  }
}

extension DocumentID {
  /// The document that `description` shows by this text.
  fileprivate init(named text: String) {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else {
      self.init(path: text)
      return
    }
    self.init(source: String(text[..<colon]), path: String(text[text.utf8.index(after: colon)...]))
  }
}
