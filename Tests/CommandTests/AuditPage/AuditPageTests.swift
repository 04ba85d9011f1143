import Foundation
import FoundationXML
import Testing

internal import Freshet
internal import FreshetCommand

/// The audit's page as a document: parsed as XML, which is stricter than HTML.
@Suite struct AuditPageTests {
  static let pages = [
    "sample": AuditPage(SampleReport.report, known: SampleReport.known).text, "hostile": HostileReport.page,
    "empty": EmptyReport.page,
  ]

  @Test(arguments: pages.keys.sorted())
  func `it is well-formed, with one first heading, and none below it that skips a level`(name: String) throws {
    let levels = try elements(in: name).compactMap { element in
      element.name.flatMap { $0.wholeMatch(of: /h([1-6])/) }.flatMap { Int($0.1) }
    }
    #expect(levels.first == 1)
    #expect(levels.count { $0 == 1 } == 1)
    #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 }, "\(levels)")
  }

  @Test(arguments: pages.keys.sorted())
  func `it has its landmarks, its language, and a viewport`(name: String) throws {
    let elements = try elements(in: name)
    for landmark in ["header", "nav", "main", "footer"] {
      #expect(elements.count { $0.name == landmark } == 1, "\(landmark)")
    }
    #expect(elements.first?.attribute(forName: "lang")?.stringValue == "en")
    let metas = elements.filter { $0.name == "meta" }.compactMap { $0.attribute(forName: "content")?.stringValue }
    #expect(metas.contains("width=device-width, initial-scale=1"))
    #expect(metas.contains("default-src 'none'; style-src 'unsafe-inline'"))
  }

  @Test(arguments: pages.keys.sorted())
  func `it loads nothing, runs nothing, and leads nowhere but to itself and to the rules`(name: String) throws {
    for element in try elements(in: name) {
      #expect(!["script", "link", "img", "iframe", "object", "base", "form"].contains(element.name), "\(element)")
      for attribute in element.attributes ?? [] {
        let (key, value) = (attribute.name ?? "", attribute.stringValue ?? "")
        #expect(!key.hasPrefix("on") && !["src", "style", "srcset", "action"].contains(key), "\(key)=\(value)")
        if key == "href" { #expect(value.hasPrefix("#") || value.hasPrefix("docs/rules.md#frs0"), "\(value)") }
      }
    }
    let style = try #require(try elements(in: name).first { $0.name == "style" }?.stringValue)
    #expect(!style.contains("url(") && !style.contains("@import") && !style.contains("//"))
  }

  @Test(arguments: pages.keys.sorted())
  func `its links within the page lead to something, and no id stands twice`(name: String) throws {
    let elements = try elements(in: name)
    let ids = elements.compactMap { $0.attribute(forName: "id")?.stringValue }
    #expect(Set(ids).count == ids.count)
    for link in elements.compactMap({ $0.attribute(forName: "href")?.stringValue }) where link.hasPrefix("#") {
      #expect(ids.contains(String(link.dropFirst())), "\(link)")
    }
  }

  @Test(arguments: pages.keys.sorted())
  func `every picture has a title and says its figures in words, every table its caption and scopes`(name: String)
    throws
  {
    for element in try elements(in: name) {
      switch element.name {
      case "svg":
        #expect(element.attribute(forName: "role")?.stringValue == "img")
        #expect(element.elements(forName: "title").first?.stringValue?.isEmpty == false)
        let description = try #require(element.elements(forName: "desc").first?.stringValue)
        #expect(description.contains(/\d/), "\(description)")
      case "table": #expect(element.elements(forName: "caption").first?.stringValue?.isEmpty == false)
      case "th": #expect(["col", "row"].contains(element.attribute(forName: "scope")?.stringValue))
      default: break
      }
    }
  }

  @Test func `a full report has four pictures in two widths`() throws {
    let titles = try elements(in: "sample").filter { $0.name == "svg" }.compactMap {
      $0.elements(forName: "title").first?.stringValue
    }
    #expect(
      titles == [
        "Served documents by the age of their text", "Served documents by the age of their text",
        "Lag of changes over time", "Lag of changes over time", "Folders by their share of documents in step",
        "Folders by their share of documents in step", "Passages reused and embedded over time",
        "Passages reused and embedded over time",
      ])
  }

  @Test func `names are text, whatever they hold, and what can't be seen is spelled out`() throws {
    let names = try elements(in: "hostile").filter {
      $0.name == "bdi" && $0.attribute(forName: "class")?.stringValue == "name"
    }.compactMap(\.stringValue)
    let expected = HostileReport.names.map {
      $0.replacing("\n", with: "\\n").replacing("\t", with: "\\u{9}").replacing("\u{202E}", with: "\\u{202E}")
        .replacing("\u{0}", with: "\\u{0}").replacing("\u{7}", with: "\\u{7}").replacing("\u{FEFF}", with: "\\u{FEFF}")
        .replacing("\u{2028}", with: "\\u{2028}").replacing("\u{FFFE}", with: "\\u{FFFE}")
    }
    #expect(Set(names) == Set(expected))
    #expect(names.count == expected.count)
  }

  @Test func `two audits of a day differ in one line, which says when`() throws {
    let later = SampleReport.moment(days: 20_514, seconds: 70_000, milliseconds: 123)
    let pages = [SampleReport.now, later].map { moment in
      AuditPage(SampleReport.report(at: moment), known: SampleReport.known).text.split(separator: "\n")
    }
    try #require(pages[0].count == pages[1].count)
    let different = zip(pages[0], pages[1]).filter { $0 != $1 }.map(\.1)
    #expect(different == ["<time datetime=\"2026-03-02T19:26:40.123Z\">2026-03-02 19:26:40</time>"])
  }

  @Test func `of findings beyond two hundred it says how many there are, and where`() throws {
    let findings = (0..<1_203).map { SampleReport.finding(.missing, "d\($0).md") }
    let known = Set(findings.prefix(2))
    let text = try text(of: SampleReport.report(with: findings), known: known)
    #expect(text.contains("And 1,003 more: freshet audit --format json lists them all."))
    #expect(text.contains("d201.md") && !text.contains("d202.md"))
    #expect(!text.contains("d0.md"), "known findings come last")
  }

  @Test func `a finding says all that is known of it`() throws {
    let text = try text(of: SampleReport.report, known: [])
    for fact in [
      "Differs since2026-03-01 17:12:10", "Last in step2026-03-01 17:03:22", "Linesserved 12–18, 40;source 12–21",
      "Revisionsserved \(SampleReport.revision("old").description.prefix(8));source \(SampleReport.revision("new").description.prefix(8))",
      "Refreshwrite-behind, kept by freshet watch (process 2741)", "Nextfreshet reindex",
    ] {
      #expect(text.contains(fact), "\(fact)")
    }
  }

  @Test func `without data every section says so`() throws {
    let text = try text(of: EmptyReport.report, known: [])
    for sentence in [
      "Nothing breaks a rule.", "No document is served yet.",
      "No change has been recorded yet, so no lag is known.",
      "There are no documents, so there is no folder to show.",
      "No change has been recorded yet, so no work was done or saved.",
      "No source is configured.", "No entry is left out of the index.", "Nothing needs to be done.",
    ] {
      #expect(text.contains(sentence), "\(sentence)")
    }
  }

  private func elements(in name: String) throws -> [XMLElement] {
    try document(try #require(Self.pages[name])).rootElement().map(Self.all) ?? []
  }

  private func document(_ page: String) throws -> XMLDocument {
    try XMLDocument(xmlString: page, options: [.nodePreserveWhitespace, .nodeLoadExternalEntitiesNever])
  }

  /// Without line feeds, which stand between elements.
  private func text(of report: AuditReport, known: Set<AuditFinding>) throws -> String {
    let root = try #require(try document(AuditPage(report, known: known).text).rootElement())
    return (root.stringValue ?? "").replacing("\n", with: "")
  }

  private static func all(_ element: XMLElement) -> [XMLElement] {
    [element] + (element.children ?? []).compactMap { $0 as? XMLElement }.flatMap(all)
  }
}
