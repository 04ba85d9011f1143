internal import Foundation
internal import Freshet

/// Finds the documents that a name on the command line may mean.
struct DocumentNames {
  /// The sources' folders, by source name.
  let roots: [String: String]
  /// The source that `--source` gives; nil for any source.
  var source: String?

  /// The documents that `name` may mean, the most literal interpretation first: `source:path`; a path relative to the
  /// current folder; that path with the symbolic links of its folder resolved; a path relative to each source's folder;
  /// a pushed document. If `source` isn't nil, only documents of that source: first `name` as a path in its folder,
  /// then `name` relative to the current folder.
  func candidates(for name: String) -> [DocumentID] {
    guard let source else { return qualified(name) + below(name) + anywhere(name) }
    return [DocumentID(source: source, path: name)] + below(name).filter { $0.source.isExactly(source) }
  }

  /// The document that `source:path` names. Accepts sources without a folder on this machine, because `sync` brings
  /// documents of such sources, too.
  private func qualified(_ name: String) -> [DocumentID] {
    guard let colon = name.utf8.firstIndex(of: UInt8(ascii: ":")), colon != name.utf8.startIndex else { return [] }
    return [DocumentID(source: String(name[..<colon]), path: String(name[name.utf8.index(after: colon)...]))]
  }

  private func below(_ name: String) -> [DocumentID] {
    let paths = [Self.lexical(name), Self.resolved(name)]
    return paths.flatMap { path in
      roots.sorted { $0.key < $1.key }.compactMap { source, root in
        (SourcePaths.relative(path, to: root) ?? SourcePaths.relative(path, to: StoreLocation.real(root)))
          .map { DocumentID(source: source, path: $0) }
      }
    }
  }

  /// The documents with the path `name` in every source. The default source `files` comes first, because messages show
  /// its documents without a source name.
  private func anywhere(_ name: String) -> [DocumentID] {
    let others = roots.keys.filter { !$0.isExactly(DocumentID.files) }.sorted()
    return ([DocumentID.files] + others + [DocumentID.pushed]).map { DocumentID(source: $0, path: name) }
  }

  /// A hint for the error about an unknown document, such as a similar file name.
  func hint(for name: String) -> String {
    if let source { return "give the document's path in the source \(source), as `freshet dump` prints it" }
    let path = Self.resolved(name)
    if FileManager.default.fileExists(atPath: path) {
      guard roots.values.contains(where: { SourcePaths.relative(path, to: StoreLocation.real($0)) != nil }) else {
        return "the file lies in no source's folder (\(roots.values.sorted().joined(separator: ", ")))"
      }
      return "the file was never indexed, or ignore rules exclude it; `freshet reindex` indexes new files"
    }
    let (folder, last) = Self.parted(name)
    for place in [Self.parted(path).folder] + roots.values.sorted().map({ $0 + "/" + folder }) {
      let siblings = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []  // no folder, no names in it
      if Self.isUndecodable(last, among: siblings) {
        return "the file's name is not UTF-8, so the file can't be a document: rename it"
      }
      guard let near = Suggestion.nearest(to: last, among: siblings.sorted()) else { continue }
      // Swift's == ignores the Unicode form: equal names can differ in bytes, and they look the same.
      return "did you mean \(folder)\(near)\(near == last ? ", which is written in another Unicode form" : "")?"
    }
    let folders = roots.isEmpty ? "" : " or from a source's folder (\(roots.values.sorted().joined(separator: ", ")))"
    return "give the document's path from the current folder\(folders); or give source:path, or add --source"
  }

  /// Whether the folder lists a file whose name isn't UTF-8 and decodes to `name`. Decoding puts U+FFFD in place of
  /// invalid bytes, so no file can be opened by this name.
  private static func isUndecodable(_ name: String, among siblings: [String]) -> Bool {
    name.unicodeScalars.contains("\u{FFFD}") && siblings.contains { $0.isExactly(name) }
  }

  /// Makes `name` an absolute path, and resolves "." and ".." in the text only, without accessing the disk: the
  /// document may be a symbolic link, or no longer exist.
  private static func lexical(_ name: String) -> String {
    let full = name.isAbsolutePath ? name : FileManager.default.currentDirectoryPath + "/" + name
    var names: [String] = []
    for part in full.pathNames where !part.isExactly(".") {
      if part.isExactly("..") { _ = names.popLast() } else { names.append(part) }
    }
    return "/" + names.joined(separator: "/")
  }

  private static func resolved(_ name: String) -> String {
    let (folder, last) = parted(lexical(name))
    let real = StoreLocation.real(folder)
    return (real == "/" ? "/" : real + "/") + last
  }

  /// Splits a path behind its last slash: into the folder with that slash, or "" if there is none, and the name.
  private static func parted(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return ("", path) }
    let start = path.utf8.index(after: slash)
    return (String(path[..<start]), String(path[start...]))
  }
}
