import Foundation
import Freshet
import Testing

/// docs/rules.md and the rules say the same.
@Suite struct RulesDocumentTests {
  private static let text = try? String(
    contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "docs/rules.md"), encoding: .utf8)

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

  @Test func `its examples are what an audit prints`() throws {
    let examples = try #require(Self.text).matches(of: /(?m)^    (FRS\d{3} .*)\n(?:    (.*)\n)+/).map {
      withoutMoments(String($0.0).replacing(/(?m)^ {4}/, with: ""))
    }
    #expect(examples.count == AuditRule.allCases.count)
    let audit = withoutMoments(try AuditRulesTests.corpus().freshet("audit", "--verify").output)
    for example in examples { #expect(audit.contains(example), "\(example)") }
  }
}
