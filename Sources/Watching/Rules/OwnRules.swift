/// The rules in a source's configuration that decide which of its files are documents. Patterns have the grammar of
/// .gitignore, and are relative to the root.
struct OwnRules: Hashable, Sendable {
  /// The source's `exclude` patterns, followed by a pattern that excludes the store's folder.
  let exclude: [IgnorePattern]
  /// The path of the store's folder relative to the root; nil if the store lies elsewhere.
  let storeFolder: String?
  /// The rules for files with hidden and secret-like names.
  let naming: NamingRules
  /// The `include` patterns; nil if there are none, so that every file may be a document.
  private let included: [IgnorePattern]?

  init(
    include: [String], exclude: [String], storeFolder: String? = nil, takesHidden: Bool = false, named: [String] = []
  ) {
    naming = NamingRules(include: include, named: named, takesHidden: takesHidden)
    let patterns = exclude.compactMap { IgnorePattern(line: ArraySlice($0.utf8)) }
    self.exclude = patterns + (storeFolder.map { [IgnorePattern(exactly: $0)] } ?? [])
    self.storeFolder = storeFolder
    included = include.isEmpty ? nil : include.compactMap { IgnorePattern(line: ArraySlice($0.utf8)) }
  }

  /// Returns whether the `include` patterns allow the file at `path` to be a document. The last pattern that matches
  /// the file itself decides. If none does, the folders above the file are tried, innermost first: the last pattern
  /// that matches the first such folder decides. For example, "docs/" includes every file below docs, and a later
  /// "!*.tmp" excludes some of them again. Returns false if no pattern matches at all.
  func include(_ path: Span<UInt8>) -> Bool {
    guard let included else { return true }
    var end = path.count
    while end > 0 {
      let part = path.extracting(first: end)
      var nameStart = end
      while nameStart > 0, path[nameStart - 1] != UInt8(ascii: "/") { nameStart -= 1 }
      let name = part.extracting(droppingFirst: nameStart)
      if let verdict = included.verdict(on: part, name: name, isFolder: end < path.count) { return verdict }
      end = nameStart - 1
    }
    return false
  }
}
