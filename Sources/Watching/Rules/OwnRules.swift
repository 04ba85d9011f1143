/// What a source itself says about which of its files are documents, by patterns in gitignore's grammar, relative to
/// the root.
struct OwnRules: Hashable, Sendable {
  /// The source's patterns, and a last one, which is the strongest, for the store's folder.
  let exclude: [IgnorePattern]
  /// The store's folder relative to the root; nil if the store lies elsewhere.
  let storeFolder: String?
  /// Which hidden and secret-like names are documents.
  let naming: NamingRules
  /// The `include` patterns; nil where every file may be a document.
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

  /// Whether the file at `path` may be a document. A pattern that matches the file itself decides, else one that
  /// matches the innermost folder above it: "docs/" includes all below it, and "!*.tmp" after it takes some of that
  /// back.
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
