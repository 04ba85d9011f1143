import Testing
import FreshetWatching

@Suite struct IgnoreRulesTests {
  struct Case: CustomTestStringConvertible {
    let rules: String
    let path: String
    let isExcluded: Bool

    init(_ rules: String, _ path: String, _ isExcluded: Bool) {
      (self.rules, self.path, self.isExcluded) = (rules, path, isExcluded)
    }

    var testDescription: String { "\(rules.debugDescription) on \(path.debugDescription)" }
  }

  /// A path that ends in "/" is a folder.
  static let cases = [
    Case("*.log", "a.log", true), Case("*.log", "x/a.log", true), Case("*.log", "a.log.md", false),
    Case("*.log\n!keep.log", "keep.log", false), Case("!keep.log\n*.log", "keep.log", true),
    Case("build/", "build/", true), Case("build/", "build", false), Case("build/", "x/build/", true),
    Case("/build", "build", true), Case("/build", "x/build", false),
    Case("a/b", "a/b", true), Case("a/b", "x/a/b", false), Case("a/b/", "a/b", false),
    Case("**/b", "b", true), Case("**/b", "x/y/b", true), Case("a/**/b", "a/b", true),
    Case("a/**/b", "a/x/y/b", true), Case("a/**/b", "ax/b", false), Case("a/**", "a/x", true),
    Case("a/**", "a/", false), Case("a**b", "axb", true), Case("x/a**b", "x/a/b", false),
    Case("a/*", "a/x", true), Case("a/*", "a/x/y", false), Case("a/*/c", "a/b/c", true),
    Case("a/*/c", "a/c", false),
    Case("a?c", "abc", true), Case("a?c", "ac", false), Case("x/a?c", "x/a/c", false), Case("?", "é", false),
    Case("[ab]", "b", true), Case("[!ab]", "b", false), Case("[^ab]", "c", true), Case("[a-c]x", "bx", true),
    Case("[]x]", "]", true), Case("[a-]", "-", true), Case("[[:digit:]]", "7", true),
    Case("[[:digit:]]", "x", false),
    Case("[[:nope:]]", "n", false), Case("[a", "[a", false), Case("x/[!a]y", "x//y", false),
    Case("\\*", "*", true), Case("\\*", "x", false), Case("\\#a", "#a", true), Case("#a", "#a", false),
    Case("\\!a", "!a", true), Case("a\\", "a\\", false), Case("a\\", "a", false),
    Case("a ", "a", true), Case("a\\ ", "a ", true), Case("a\\  ", "a ", true), Case("a b", "a b", true),
    Case("a\t", "a", false), Case("a\r\nb\r\n", "a", true), Case("\u{FEFF}a", "a", true),
    Case("\n\n/\n!\n", "a", false),
    Case("", ".git/", true), Case("!.git", ".git/", true), Case("!.freshet", "x/.freshet/", true),
    Case("", ".gitignore", false), Case("a**/b", "ax/y/b", true), Case("x/?a**/b", "x/yaz/b", true),
    Case("x/?a**/b", "x/ya/z/b", false),
  ]

  @Test(arguments: cases)
  func `a pattern excludes what gitignore(5) says`(_ example: Case) {
    var rules = IgnoreRules()
    rules.add(Array(example.rules.utf8))
    let isFolder = example.path.hasSuffix("/")
    let path = isFolder ? String(example.path.dropLast()) : example.path
    #expect(rules.exclude(path, isFolder: isFolder) == example.isExcluded)
  }

  @Test func `a deeper file overrules, and counts from its own folder`() {
    var rules = IgnoreRules()
    rules.add(Array("*.md\n".utf8))
    rules.add(Array("!/a.md\n".utf8), in: "docs")
    let verdicts = ["a.md", "docs/a.md", "docs/b.md", "docs/x/a.md"].map {
      rules.exclude($0, isFolder: false)
    }
    #expect(verdicts == [true, false, true, true])
  }

  @Test func `a pattern made to backtrack is matched in time linear in the name`() {
    var rules = IgnoreRules()
    rules.add(Array((String(repeating: "a*", count: 2_000) + "b").utf8))
    #expect(!rules.exclude(String(repeating: "a", count: 255), isFolder: false))
  }
}
