import FreshetCorpus
import Testing

@Suite struct ExactPathTests {
  /// Each is one text in several forms that `String` treats as equal.
  static let twins: [[String]] = [
    ["\u{E9}", "e\u{301}"], ["\u{C5}", "\u{212B}", "A\u{30A}"], ["\u{AC00}", "\u{1100}\u{1161}"],
    ["\u{8C48}", "\u{F900}"], ["\u{1E69}", "s\u{323}\u{307}", "s\u{307}\u{323}"], ["\u{3A9}", "\u{2126}"],
  ]

  @Test func `Unicode forms of one text are different paths, in sets, as keys and in order`() {
    for forms in Self.twins {
      #expect(Set(forms).count == 1, "no twins: \(forms)")
      let paths = forms.map { ExactPath($0) }
      #expect(Set(paths).count == forms.count)
      let bytes = forms.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
      #expect(paths.sorted().map { Array($0.string.utf8) } == bytes)
      #expect(!forms[0].isExactly(forms[1]))
    }
  }

  static let places: [(path: String, folder: String, rest: String?)] = [
    ("/a/b", "/a", "b"), ("/a", "/a", ""), ("/ab", "/a", nil), ("/a", "/a/b", nil), ("/a", "/", "a"),
    ("/a/\u{301}b", "/a", "\u{301}b"), ("/e\u{301}/b", "/\u{E9}", nil), ("a/b/c", "a", "b/c"),
  ]

  @Test func `the path below a folder is found by bytes, even if a name begins with a combining mark`() {
    for (path, folder, rest) in Self.places {
      let found = path.path(below: folder)
      #expect(found.map { Array($0.utf8) } == rest.map { Array($0.utf8) }, "\(path) below \(folder)")
    }
    #expect("/a/\u{301}b//c".pathNames.map { Array($0.utf8) } == ["a", "\u{301}b", "c"].map { Array($0.utf8) })
  }
}
