internal import FreshetCorpus

/// Decides which files with hidden or secret-like names are documents: those that a person named explicitly in an
/// `include` pattern or an argument (decision 0042).
struct NamingRules: Hashable, Sendable {
  /// Whether files with hidden names are documents even if nobody named them explicitly.
  private let takesHidden: Bool
  private let patterns: [NamingPattern]

  /// - Parameters:
  ///   - include: patterns in the grammar of .gitignore.
  ///   - named: paths that a person gave as arguments.
  ///   - takesHidden: whether files with hidden names are documents even if nobody named them explicitly.
  init(include: [String], named: [String], takesHidden: Bool) {
    self.takesHidden = takesHidden
    patterns =
      include.compactMap { NamingPattern(line: ArraySlice($0.utf8)) } + named.map { NamingPattern(exactly: $0) }
  }

  /// Returns how explicitly a pattern must spell the name of a file or folder for the file, or files in the folder, to
  /// be documents.
  func demand(of name: Span<UInt8>, isFolder: Bool) -> NamingPattern.Demand {
    if SecretNames.contains(name, isFolder: isFolder) { return .everything }
    let isHidden = name.count > 0 && name[0] == UInt8(ascii: ".")
    return isHidden && !takesHidden ? .dot : .none
  }

  /// Returns whether the path contains a hidden or secret-like name, which must be named explicitly.
  func demandsNaming(_ path: Span<UInt8>, isFolder: Bool) -> Bool {
    names(of: path, isFolder: isFolder).contains { $0.demand != .none }
  }

  /// Returns whether every hidden or secret-like name on the path is named explicitly. For a folder, it is enough that
  /// something below it may be named.
  func admit(_ path: Span<UInt8>, isFolder: Bool) -> Bool {
    let names = names(of: path, isFolder: isFolder)
    return names.indices.allSatisfy { index in
      names[index].demand == .none || patterns.contains { $0.names(index, of: names) }
    }
  }

  /// Returns whether every secret-like name on the path of a link's target is named explicitly. Hidden names on it
  /// don't matter.
  func admitAsTarget(_ path: String, isFolder: Bool) -> Bool {
    let bytes = Array(path.utf8)
    let names = names(of: bytes.span, isFolder: isFolder)
    return names.indices.allSatisfy { index in
      names[index].demand != .everything || patterns.contains { $0.names(index, of: names) }
    }
  }

  private func names(of path: Span<UInt8>, isFolder: Bool) -> [NamingPattern.Name] {
    var names: [NamingPattern.Name] = []
    var start = 0
    while start < path.count {
      var end = start
      while end < path.count, path[end] != UInt8(ascii: "/") { end += 1 }
      let name = path.extracting(start..<end)
      let isFolder = isFolder || end < path.count
      names.append(
        NamingPattern.Name(
          bytes: (start..<end).map { path[$0] }, demand: demand(of: name, isFolder: isFolder), isFolder: isFolder))
      start = end + 1
    }
    return names
  }
}
