internal import Foundation
internal import Freshet

/// Which documents a name on the command line may mean.
struct DocumentNames {
  /// The sources' folders by name.
  let roots: [String: String]

  /// Most literal first: `source:path`, a path from the current folder, the same with its folder's links resolved, a path
  /// from each source's folder, a pushed document.
  func candidates(for name: String) -> [DocumentID] {
    let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
    let isQualified = parts.count == 2 && (roots[parts[0]] != nil || parts[0] == DocumentID.pushed)
    let qualified = isQualified ? [DocumentID(source: parts[0], path: parts[1])] : []
    let paths = [Self.lexical(name), Self.resolved(name)]
    let below = paths.flatMap { path in
      roots.sorted { $0.key < $1.key }.compactMap { source, root in
        SourcePaths.relative(path, to: root).map { DocumentID(source: source, path: $0) }
      }
    }
    let anywhere = (roots.keys.sorted() + [DocumentID.pushed]).map { DocumentID(source: $0, path: name) }
    return qualified + below + anywhere
  }

  /// What somebody who asked for `name` may want to know: that it is new, or a name like it.
  func hint(for name: String) -> String {
    let path = Self.resolved(name)
    if FileManager.default.fileExists(atPath: path) {
      guard roots.values.contains(where: { SourcePaths.relative(path, to: $0) != nil }) else {
        return "it does not lie in \(roots.values.sorted().joined(separator: ", "))"
      }
      return "it was never seen, or ignore rules exclude it; `freshet reindex` looks for it"
    }
    let folder = (path as NSString).deletingLastPathComponent
    let known = roots.values.sorted().map { $0 + "/" + (name as NSString).deletingLastPathComponent }
    for place in [folder] + known {
      let siblings = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []  // no folder, no names in it
      if let near = Suggestion.nearest(to: (name as NSString).lastPathComponent, among: siblings.sorted()) {
        return "did you mean \((name as NSString).deletingLastPathComponent.asPrefix)\(near)?"
      }
    }
    return "name it by its path from here or from \(roots.values.sorted().joined(separator: ", ")), or as source:path"
  }

  /// Without looking at the disk: the document may be a link, or gone.
  private static func lexical(_ name: String) -> String {
    let full = name.hasPrefix("/") ? name : FileManager.default.currentDirectoryPath + "/" + name
    return URL(fileURLWithPath: full).standardized.path
  }

  private static func resolved(_ name: String) -> String {
    let path = lexical(name)
    let folder = StoreLocation.absolute((path as NSString).deletingLastPathComponent)
    return folder.asPrefix + (path as NSString).lastPathComponent
  }
}

extension String {
  /// Of a folder: what stands before a name in it.
  fileprivate var asPrefix: String { isEmpty || hasSuffix("/") ? self : self + "/" }
}
