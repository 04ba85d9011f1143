import Foundation
import Freshet
import Testing

/// docs/rules.md and the rules say the same; docs/commands/audit.md has all that an audit prints for programs.
@Suite struct RulesDocumentTests {
  private static let text = document("rules.md")

  private static func document(_ name: String) -> String? {
    try? Repository.text(of: "docs/\(name)")
  }

  @Test func `there is a section for each rule, under its anchor and title, that begins with its summary`() throws {
    let sections = try #require(Self.text).components(separatedBy: "<a id=\"").dropFirst()
    let heads = sections.map { $0.components(separatedBy: "\n").prefix(4) }
    #expect(
      heads.map(Array.init)
        == AuditRule.allCases.map { rule in
          let summary = rule.summary.prefix(1).uppercased() + rule.summary.dropFirst() + "."
          return ["\(rule.id.lowercased())\"></a>", "## \(rule.id): \(rule.title)", "", summary]
        })
  }

  @Test func `each says how much it weighs, what to do and what it is not`() throws {
    let sections = try #require(Self.text).components(separatedBy: "<a id=\"").dropFirst()
    for (section, rule) in zip(sections, AuditRule.allCases) {
      #expect(section.contains("\n\n\(rule.severity.rawValue.capitalized). Found "), "\(rule)")
      #expect(section.contains("\n\nWhat to do: ") && section.contains("\n\nNot this: "), "\(rule)")
    }
  }

  /// Without moments, and without the cosine, which depends on which passage was embedded first.
  private static func lasting(_ text: String) -> String {
    withoutMoments(text).replacing(/cosine [0-9.-]+/, with: "cosine COSINE")
  }

  @Test func `its examples are what an audit prints`() throws {
    let examples = try #require(Self.text).matches(of: /(?m)^    (FRS\d{3} .*)\n(?:    (.*)\n)+/).map {
      Self.lasting(String($0.0).replacing(/(?m)^ {4}/, with: ""))
    }
    #expect(examples.count == AuditRule.allCases.count)
    let audit = Self.lasting(try AuditRulesTests.corpus().freshet("audit", "--verify").output)
    for example in examples { #expect(audit.contains(example), "\(example)") }
  }

  @Test func `every key of the JSON and every metric is documented`() throws {
    let section = try #require(Self.document("commands/audit.md"))
    let tree = try AuditRulesTests.corpus()
    _ = try tree.freshet("audit", "--verify", "--write-baseline", "known.json")
    let report = try JSON(parsing: tree.freshet("audit", "--baseline", "known.json", "--json").output)
    for key in report.keys { #expect(section.contains("`\(key)`") || section.contains("`\(key)."), "\(key)") }
    for list in ["documents", "findings"] {
      let keys = report[list].elements.reduce(into: Set()) { $0.formUnion($1.keys) }
      let rows = section.components(separatedBy: "\n").filter { $0.hasPrefix("| `\(list)[]") }.joined()
      for key in keys { #expect(rows.contains(".\(key)`"), "\(list)[].\(key)") }
    }
    for key in report["baseline"].keys { #expect(section.contains("`baseline.\(key)`"), "\(key)") }
    let metrics = try PublishedSchemas.samples(tree.freshet("audit", "--format", "prometheus").output)
    for sample in metrics { #expect(section.contains("`\(sample[0].text)`"), "\(sample)") }
  }
}
