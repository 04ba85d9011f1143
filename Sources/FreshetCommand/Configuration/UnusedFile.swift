internal import Freshet
internal import FreshetWire

/// A freshet.toml that the command ignores: the search found it, but its sources differ from those recorded in the
/// store that the caller named. So the file may belong to another store.
struct UnusedFile: Error, CustomStringConvertible {
  enum Difference: Equatable {
    /// The file and the store have different folders for the same source.
    case folder(source: String, inFile: String, inStore: String)
    /// The file and the store have different source names for the same folder.
    case name(inFile: String, inStore: String, folder: String)
    /// The file and the store have neither a source nor a folder in common.
    case everything
  }

  let difference: Difference
  private let place: String
  /// The folder that contains the file.
  private let folder: String

  /// Compares the file's sources with the store's. Nil if both have the same folder for at least one source, or if the
  /// store has recorded no source.
  ///
  /// - Parameter known: the folders that the store has recorded, by source name.
  init?(_ file: ConfigurationFile, ofStore store: String, knowing known: [String: String]) {
    let agrees = file.sources.contains { source in known[source.name].map { Self.isSame($0, source.root) } ?? false }
    if known.isEmpty || agrees { return nil }
    difference = Self.difference(file, known.filter { !Self.isSame(StoreLocation.beside($0.value).store, store) })
    let line = difference.source.flatMap { file.line(of: ["sources", $0, "root"]) ?? file.line(of: ["sources", $0]) }
    place = file.path + (line.map { ", line \($0)," } ?? "")
    folder = file.folder
  }

  /// The difference to report: a folder with two source names, else a source with two folders, else `everything`.
  ///
  /// - Parameter known: the store's roots by source name. A root whose `.freshet` folder is the store isn't included: a
  ///   freshet.toml for that root would lie beside the store, and would be used instead of this file.
  private static func difference(_ file: ConfigurationFile, _ known: [String: String]) -> Difference {
    for source in file.sources {
      let name = known.filter { isSame($0.value, source.root) }.keys.min()
      if let name { return .name(inFile: source.name, inStore: name, folder: source.root) }
    }
    for source in file.sources {
      guard let root = known[source.name] else { continue }
      return .folder(source: source.name, inFile: source.root, inStore: root)
    }
    return .everything
  }

  private static func isSame(_ folder: String, _ other: String) -> Bool {
    StoreLocation.real(folder).isExactly(StoreLocation.real(other))
  }

  /// The message about the ignored file. Commands that only read print the message as a note; commands that write fail
  /// with it, except for the difference `everything`.
  var description: String {
    switch difference {
    case .folder(let source, let inFile, let inStore):
      "\(place) names \(inFile) as the folder of the source \(source), but the store has recorded \(inStore). "
        + "\(step(source, inFile, inStore))"
    case .name(let inFile, let inStore, let folder):
      "\(place) names \(folder) as the folder of the source \(inFile), but the store has recorded it as the source "
        + "\(inStore). Write [sources.\(inStore)] with this root into the file"
    case .everything:
      "\(place) is ignored, because it names other folders than the store"
    }
  }

  private func step(_ source: String, _ inFile: String, _ inStore: String) -> String {
    let setting = "write root = \(SettingValue.text(inStore).asTOML) into the file"
    guard StoreLocation.isFolder(inFile) else { return "There is no folder at \(inFile): \(setting)" }
    let isBelowFile = StoreLocation.real(inStore).path(below: StoreLocation.real(folder)) != nil
    let other = isBelowFile ? setting : "run `freshet reindex \(ShellText.quoted(inStore))`"
    let move = "`freshet source move \(source) \(ShellText.quoted(inFile))`"
    return "If the file is correct, run \(move); if the store is correct, \(other)"
  }
}

extension UnusedFile.Difference {
  /// The name that the file gives to the source that differs; nil for `everything`.
  fileprivate var source: String? {
    switch self {
    case .folder(let source, _, _), .name(let source, _, _): source
    case .everything: nil
    }
  }
}
