internal import FreshetCorpus

/// Decides which hidden and secret-like names are documents: those that somebody named (decision 0042).
struct NamingRules: Hashable, Sendable {
  /// Whether hidden names need no naming.
  private let takesHidden: Bool
  private let patterns: [NamingPattern]

  /// - Parameters:
  ///   - include: patterns in gitignore's grammar.
  ///   - named: paths that arguments named.
  init(include: [String], named: [String], takesHidden: Bool) {
    self.takesHidden = takesHidden
    patterns =
      include.compactMap { NamingPattern(line: ArraySlice($0.utf8)) } + named.map { NamingPattern(exactly: $0) }
  }

  /// How somebody must spell a name so that its file, or a file in its folder, is a document.
  func demand(of name: Span<UInt8>, isFolder: Bool) -> NamingPattern.Demand {
    if SecretNames.contains(name, isFolder: isFolder) { return .everything }
    let isHidden = name.count > 0 && name[0] == UInt8(ascii: ".")
    return isHidden && !takesHidden ? .dot : .none
  }

  /// Whether a name on the path needs naming.
  func demandsNaming(_ path: Span<UInt8>, isFolder: Bool) -> Bool {
    names(of: path, isFolder: isFolder).contains { $0.demand != .none }
  }

  /// Whether somebody named each name on the path that needs naming. A folder also passes if something below it may be
  /// named.
  func admit(_ path: Span<UInt8>, isFolder: Bool) -> Bool {
    let names = names(of: path, isFolder: isFolder)
    return names.indices.allSatisfy { index in
      names[index].demand == .none || patterns.contains { $0.names(index, of: names) }
    }
  }

  /// Whether somebody named each secret-like name on the path. The path is a link's target, so hidden names on it don't
  /// matter.
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
