package import Freshet

/// The number of documents in each folder of a corpus.
///
/// Subfolders below a certain depth are counted in their ancestor at that depth. The depth is the largest that leaves
/// at most 60 folders. If even depth 1 leaves more than 60, the folders with the fewest documents are combined into one
/// entry, so that 60 entries remain.
package struct FolderCensus: Sendable {
  package struct Folder: Hashable, Sendable {
    package let name: String
    package var documents = 0
    package var inStep = 0
    /// The number of findings that are errors and that no baseline accepts.
    package var errors = 0

    package var outOfStep: Int { documents - inStep }
    package var share: Double { Double(inStep) / Double(documents) }
  }

  package static let most = 60

  /// The folders, in falling order of their number of documents. The entry of combined folders, if there is one, comes
  /// last.
  package let folders: [Folder]

  package init(_ verdicts: [DocumentVerdict], errors: [AuditFinding]) {
    let documents = verdicts.map(\.document)
    let depth = Self.depth(for: documents)
    var folders: [DocumentID: Folder] = [:]
    for verdict in verdicts {
      let id = verdict.document.folder(to: depth)
      folders[id, default: Folder(name: id.folderName)].documents += 1
      if verdict.state.isInStep { folders[id]?.inStep += 1 }
    }
    for document in errors.compactMap(\.document) { folders[document.folder(to: depth)]?.errors += 1 }
    let ordered = folders.sorted { ($1.value.documents, $0.key) < ($0.value.documents, $1.key) }.map(\.value)
    self.folders = Self.joining(ordered)
  }

  /// At most `count` folders that have documents out of step or errors, in falling order of the number of documents out
  /// of step and then of errors.
  package func worst(_ count: Int) -> [Folder] {
    let concerned = folders.filter { $0.outOfStep > 0 || $0.errors > 0 }
    let ordered = concerned.enumerated().sorted {
      ($1.element.outOfStep, $1.element.errors, $0.offset) < ($0.element.outOfStep, $0.element.errors, $1.offset)
    }
    return ordered.prefix(count).map(\.element)
  }

  private static func depth(for documents: [DocumentID]) -> Int {
    let deepest = documents.map(\.folderDepth).max() ?? 0
    let depths = (1...max(1, deepest)).prefix { depth in Set(documents.map { $0.folder(to: depth) }).count <= most }
    return depths.last ?? 1
  }

  private static func joining(_ folders: [Folder]) -> [Folder] {
    guard folders.count > most else { return folders }
    let rest = folders[(most - 1)...]
    var other = Folder(name: "\(rest.count.grouped) other folders")
    for folder in rest {
      other.documents += folder.documents
      other.inStep += folder.inStep
      other.errors += folder.errors
    }
    return folders[..<(most - 1)] + [other]
  }
}

extension AuditState {
  /// Whether the served text of a document in this state is the source's present text, even if it was indexed under
  /// other settings.
  var isInStep: Bool { self == .fresh || self == .drifted }
}

extension DocumentID {
  fileprivate var folderDepth: Int { path.utf8.count { $0 == UInt8(ascii: "/") } }

  fileprivate func folder(to depth: Int) -> DocumentID {
    let slashes = path.utf8.indices.filter { path.utf8[$0] == UInt8(ascii: "/") }.prefix(depth)
    return DocumentID(source: source, path: slashes.last.map { String(path[..<$0]) } ?? "")
  }

  fileprivate var folderName: String {
    if source == Self.files { return path.isEmpty ? "top folder" : path }
    return description
  }
}
