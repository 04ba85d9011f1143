import Foundation
import Testing

/// What documents name is in the repository.
@Suite struct DocumentPathsTests {
  private static let documents =
    ["README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md", "Sources/Freshet/Freshet.docc/Freshet.md"]
    + Repository.files(below: "docs", suffix: ".md")

  @Test(arguments: documents) func `a document's links lead to files that are there`(_ document: String) throws {
    let folder = document.contains("/") ? document.split(separator: "/").dropLast().joined(separator: "/") + "/" : ""
    for link in try Self.prose(of: document).matches(of: /\]\(([^)\s]+)\)/).map({ String($0.1) }) {
      if link.contains("://") || link.hasPrefix("mailto:") { continue }
      let (path, anchor) = Self.parted(link)
      let target = path.isEmpty ? document : folder + path
      #expect(Repository.holds(target), "\(link)")
      if let anchor, target.hasSuffix(".md") {
        #expect(try Self.anchors(of: target).contains(anchor), "\(link)")
      }
    }
  }

  @Test(arguments: documents) func `a document's paths are there`(_ document: String) throws {
    let path = /`((?:Sources|Tests|Benchmarks|Fuzz|docs|\.ci|\.github)\/[\w.+\/-]*)`/
    for named in try Self.prose(of: document).matches(of: path).map({ String($0.1) }) {
      #expect(Repository.holds(named), "\(named)")
    }
  }

  @Test(arguments: documents) func `no line of prose is wider than 120 columns`(_ document: String) throws {
    for line in try Self.prose(of: document).components(separatedBy: "\n") where !line.hasPrefix("|") {
      #expect(line.count <= 120, "\(line)")
    }
  }

  @Test func `the architecture names each room of the sources`() throws {
    let architecture = try Repository.text(of: "docs/ARCHITECTURE.md")
    let swift = Repository.files(below: "Sources", suffix: ".swift").map { $0.split(separator: "/") }
    for room in Set(swift.filter { $0.count > 3 }.map { "\($0[1])/\($0[2])" }) {
      #expect(architecture.contains("`\(room)/`"), "\(room)")
    }
  }

  /// A document without its blocks of code.
  private static func prose(of document: String) throws -> String {
    var isCode = false
    return try Repository.text(of: document).components(separatedBy: "\n").filter { line in
      if line.hasPrefix("```") { isCode.toggle() }
      return !isCode && !line.hasPrefix("    ")
    }.joined(separator: "\n")
  }

  private static func parted(_ link: String) -> (path: String, anchor: String?) {
    let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    return (parts[0], parts.count > 1 ? parts[1] : nil)
  }

  /// The anchors that public hosts give to headings, and those that a document gives by itself.
  private static func anchors(of document: String) throws -> Set<String> {
    let text = try prose(of: document)
    let given = text.matches(of: /<a id="([^"]+)">/).map { String($0.1) }
    let headings = text.components(separatedBy: "\n").filter { $0.hasPrefix("#") }.map { heading in
      heading.drop { $0 == "#" || $0 == " " }.lowercased().filter { $0.isLetter || $0.isNumber || " -_".contains($0) }
        .replacing(" ", with: "-")
    }
    return Set(given + headings)
  }
}
