import FreshetCorpus
import Freshet
import FreshetSeededNumbers
import Testing

/// Filters as text: what it means, how it is written back, and what is wrong with a text that is no filter.
struct FilterTextTests {
  private static func moment(_ text: String) -> Timestamp {
    guard case .time(let moment)? = OrderedValue(text) else { preconditionFailure(text) }
    return moment
  }

  /// Without operators in the tables below, which the compiler would take long to check.
  private static func both(_ one: DocumentFilter, _ other: DocumentFilter) -> DocumentFilter { one && other }
  private static func either(_ one: DocumentFilter, _ other: DocumentFilter) -> DocumentFilter { one || other }
  private static func no(_ filter: DocumentFilter) -> DocumentFilter { !filter }

  private static let fields: [(String, DocumentFilter)] = [
    ("status = final", .field("status", .equals("final"))),
    ("status=final", .field("status", .equals("final"))),
    ("  status\n=\tfinal ", .field("status", .equals("final"))),
    (#"status = "in review""#, .field("status", .equals("in review"))),
    (#"status = 'say "now"'"#, .field("status", .equals(#"say "now""#))),
    (#"status = "a\"b\\c\d""#, .field("status", .equals(#"a"b\c\d"#))),
    ("status != final", no(.field("status", .equals("final")))),
    ("not status = final", no(.field("status", .equals("final")))),
    ("title ~ pager", .field("title", .contains("pager"))),
    ("owner exists", .field("owner", .exists)),
    ("not owner exists", no(.field("owner", .exists))),
    ("status in (draft, final)", .field("status", .in(["draft", "final"]))),
    ("status not in (draft)", no(.field("status", .in(["draft"])))),
    ("status in ()", .field("status", .in([]))),
    ("priority >= 3", .field("priority", .atLeast(3))),
    ("priority < -2.5", .field("priority", .less(than: -2.5))),
    ("due <= 2026-12-01", .field("due", .atMost(.time(moment("2026-12-01"))))),
    ("due > 2026-12-01T08:00+01:00", .field("due", .greater(than: .time(moment("2026-12-01T07:00:00Z"))))),
    ("field:tag = a", .field("tag", .equals("a"))),
    (#""tag" = a"#, .field("tag", .equals("a"))),
    ("field:and exists", .field("and", .exists)),
    (#""my field" = "or""#, .field("my field", .equals("or"))),
  ]

  private static let others: [(String, DocumentFilter)] = [
    ("tag = on-call", .tag("on-call")),
    ("tag in (a, b)", either(.tag("a"), .tag("b"))),
    ("tag != a", no(.tag("a"))),
    ("path = ops/**", .path("ops/**")),
    ("path in (*.md, docs/)", either(.path("*.md"), .path("docs/"))),
    ("source = handbook", .source("handbook")),
    ("document = ops/a.md", .documents([DocumentID(path: "ops/a.md")])),
    ("document in (pushed:a, b.md)", .documents([DocumentID(source: "pushed", path: "a"), DocumentID(path: "b.md")])),
    ("changed >= 2026-11-01", .changed(since: moment("2026-11-01"))),
    ("changed < 2026-11-01", no(.changed(since: moment("2026-11-01")))),
    ("changed > 2026-11-01", .changed(since: moment("2026-11-01T00:00:00.000000001Z"))),
    ("changed <= 2026-11-01", no(.changed(since: moment("2026-11-01T00:00:00.000000001Z")))),
    ("tag = a and tag = b or tag = c", either(both(.tag("a"), .tag("b")), .tag("c"))),
    ("tag = a and (tag = b or tag = c)", both(.tag("a"), either(.tag("b"), .tag("c")))),
    ("not (tag = a or tag = b)", no(either(.tag("a"), .tag("b")))),
    (
      "status = final and tag = on-call and path = ops/** and source = handbook",
      both(both(.field("status", .equals("final")), .tag("on-call")), both(.path("ops/**"), .source("handbook")))
    ),
  ]

  static let meanings = fields + others

  @Test(arguments: meanings.indices) func `a text means this filter, and the filter's text means it again`(
    _ index: Int
  ) throws {
    let (text, meaning) = Self.meanings[index]
    let filter = try DocumentFilter(parsing: text)
    #expect(filter == meaning, "\(text)")
    #expect(try DocumentFilter(parsing: filter.description) == filter, "\(filter)")
  }

  static let problems: [(text: String, column: Int, problem: String)] = [
    ("", 1, "expected tag, path, source, document, changed or the name of a field, not the end of the filter"),
    (
      "status", 7,
      "expected =, !=, ~, <, <=, >, >=, in (, not in ( or exists behind the field status, not the end of the filter"
    ),
    ("status =", 9, "expected a value, not the end of the filter"),
    ("status == final", 9, "expected a value, not another =: write = once"),
    ("status = in review", 10, "expected a value, not in: write \"in\" if you mean a name or a value"),
    (
      "status = gate open", 15,
      "expected and, or, or the end of the filter, not open: put values that contain spaces or signs in quotes"
    ),
    ("a = 1 && b = 2", 7, "expected and, or, or the end of the filter, not &&: write and"),
    ("a = 1 OR b = 2", 7, "expected and, or, or the end of the filter, not OR: write or"),
    ("!a = 1", 1, "! stands only in !=: write not before a condition"),
    ("(a = 1", 7, "expected and, or, or ), not the end of the filter"),
    ("a = 1)", 6, "expected and, or, or the end of the filter, not )"),
    ("a = \"x", 5, "the quote \" is never closed: add another one behind the text"),
    ("tag ~ x", 5, "expected =, !=, in ( or not in ( behind tag, not ~"),
    ("tag in (a b)", 11, "expected , or ), not b: put values that contain spaces or signs in quotes"),
    ("path = !x", 8, "! stands only in !=: write not before a condition"),
    ("path = '!x'", 8, "!x can't match a path: write a pattern such as *.md or docs/, and != to negate it"),
    ("changed = 2026-11-01", 9, "expected >=, >, < or <= behind changed, not ="),
    ("changed >= soon", 12, "expected a day such as 2026-11-01 or a time such as 2026-11-01T08:30:00Z, not soon"),
    (
      "changed >= 2026-02-30", 12,
      "expected a day such as 2026-11-01 or a time such as 2026-11-01T08:30:00Z, not 2026-02-30"
    ),
    ("due < soon", 7, "< compares with a number, a day such as 2026-11-01 or a time, not with soon: use = or ~"),
    ("field: = 1", 1, "expected the name of a field, such as field:status"),
    ("a = 1 and é = 'x", 15, "the quote ' is never closed: add another one behind the text"),
  ]

  @Test(arguments: problems.indices) func `what is wrong is said with its column and the next step`(_ index: Int) throws
  {
    let (text, column, problem) = Self.problems[index]
    let error = #expect(throws: FilterSyntaxError.self) { try DocumentFilter(parsing: text) }
    #expect(error?.column == column && error?.problem == problem, "\(text): \(error?.description ?? "")")
    #expect(error?.description == "column \(column) of the filter: \(problem)")
  }

  @Test func `depth and length are bounded`() throws {
    let nested = { (depth: Int) in
      String(repeating: "(", count: depth) + "a = 1" + String(repeating: ")", count: depth)
    }
    #expect(try DocumentFilter(parsing: nested(60)) == .field("a", .equals("1")))
    for text in [nested(1_000), nested(30_000), String(repeating: "not ", count: 10_000) + "a = 1"] {
      let error = #expect(throws: FilterSyntaxError.self) { try DocumentFilter(parsing: text) }
      #expect(error?.problem.contains("more than 64") == true)
    }
    let long = "a = " + String(repeating: "x", count: 1 << 16)
    #expect(throws: FilterSyntaxError.self) { try DocumentFilter(parsing: long) }
    let wide = Array(repeating: "a = 1", count: 5_000).joined(separator: " or ")
    #expect(try DocumentFilter(parsing: wide).description == wide)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `every filter's text means that filter`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<50 {
      let filter = SampledFilter.random(depth: 5, &random).filter
      #expect(try DocumentFilter(parsing: filter.description) == filter, "seed \(seed): \(filter)")
    }
  }

  @Test func `names and values of any characters are written so that they are read again`() throws {
    let odd = [
      "", " ", "a b", "\"", "\\", "\\\"", "'", "tag", "and", "field:x", "(", ",", "=", "\u{1F6A8}", "e\u{301}", "\n",
      "\u{0}",
    ]
    for value in odd {
      let filters: [DocumentFilter] = [
        .field("f", .equals(value)), .field("f", .contains(value)), .field("f", .in([value, "x"])), .tag(value),
        .source(value), .documents([DocumentID(source: "pushed", path: value), DocumentID(path: value + ":")]),
      ]
      for filter in filters + (value.isEmpty ? [] : [.field(value, .exists)]) {
        #expect(try DocumentFilter(parsing: filter.description) == filter, "\(filter)")
      }
    }
  }

  @Test(arguments: 0..<16 as Range<UInt64>)
  func `a damaged text is an error or another filter, and never a trap`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let scraps = [
      "(", ")", "\"", "'", "\\", "=", "!", "<", ">", "~", ",", " ", "and", "or ", "not", " in ", "tag", "\u{301}", "é",
      "\0", "9", "-", ":", "T",
    ]
    var errors = 0
    for _ in 0..<2_000 {
      var text = Array(Self.meanings[Int.random(in: 0..<Self.meanings.count, using: &random)].0.unicodeScalars)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0...text.count, using: &random)
        let end = min(text.count, place + Int.random(in: 0...3, using: &random))
        text.replaceSubrange(place..<end, with: random.chance(70) ? Array(random.pick(scraps).unicodeScalars) : [])
      }
      var damaged = String.UnicodeScalarView()
      damaged.append(contentsOf: text)
      do {
        let filter = try DocumentFilter(parsing: String(damaged))
        #expect(try DocumentFilter(parsing: filter.description) == filter, "seed \(seed): \(filter)")
      } catch {
        #expect((1...String(damaged).count + 1).contains(error.column) && !error.problem.isEmpty)
        errors += 1
      }
    }
    #expect(errors > 500)
  }

  @Test(arguments: [
    ("1970-01-01", 0 as Int64), ("2026-11-01", 1_793_491_200_000_000_000), ("2024-02-29", 1_709_164_800_000_000_000),
    ("1969-12-31T23:59:59.5Z", -500_000_000), ("2026-11-01T01:00:00+01:00", 1_793_491_200_000_000_000),
    ("2026-10-31T23:30:00.25-00:30", 1_793_491_200_250_000_000), ("2026-11-01 00:00", 1_793_491_200_000_000_000),
    ("1700-03-01", -8_515_238_400_000_000_000), ("2262-04-11T23:47:16.854775807Z", .max),
  ])
  func `days and times are read in UTC, to the nanosecond`(text: String, nanoseconds: Int64) throws {
    let filter = try DocumentFilter(parsing: "changed >= '\(text)'")
    #expect(filter == .changed(since: Timestamp(nanoseconds: nanoseconds)))
    #expect(try DocumentFilter(parsing: filter.description) == filter)
  }

  @Test(arguments: [
    "2025-02-29", "2026-13-01", "2026-00-10", "2026-11-31", "2026-1-1", "26-11-01", "2026-11-01T", "2026-11-01T24:00Z",
    "2026-11-01T08", "2026-11-01T08:60Z", "2026-11-01T08:30:15.Z", "2026-11-01T08:30Zx", "2026-11-01T08:30+1",
    "9999-01-01",
    "0000-01-01", "", "1e3x",
  ])
  func `what is no day and no time is refused`(text: String) {
    #expect(throws: FilterSyntaxError.self) { try DocumentFilter(parsing: "changed >= \"\(text)\"") }
  }
}
