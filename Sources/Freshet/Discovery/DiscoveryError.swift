internal import Foundation
public import FreshetCorpus

/// Why the search for a store or a freshet.toml in a folder and the folders above it failed.
public enum DiscoveryError: Error, Hashable, Sendable {
  /// The store or the file belongs to another user, and isn't shared with a group of the caller.
  case foreign(path: String, owner: UInt32)
  /// The search has no access to this path, so it can't tell whether a store or file exists there.
  case unreachable(path: String, why: String)
  /// The search has no access to this store's folder. The caller named the store, or it lies in the folder where the
  /// search begins. In both cases FRESHET_CEILING can't exclude it.
  case closed(path: String, why: String)
  /// The search has no access to the folder in which it begins.
  case closedStart(path: String, why: String)
  /// An entry in the environment variable FRESHET_CEILING isn't an absolute path.
  case relativeCeiling(String)
}

extension DiscoveryError: Advising {
  public var message: AdvisedText {
    switch self {
    case .foreign(let path, let owner):
      "\(path) belongs to \(Self.name(of: owner)), so Freshet ignores it when it looks for a store or a freshet.toml in the parent folders. If you trust it, \(trusting(path))"
    case .unreachable(let path, let why):
      """
      cannot check whether \(path) is a store: \(why). Get access to it, \(run: .useStore("another store")), or \
      \(run: .endSearch(below: Self.folder(of: path)))
      """
    case .closed(let path, let why):
      "cannot open the folder of the store \(path): \(why). Get access to it, or \(run: .useStore("another one"))"
    case .closedStart(let path, let why):
      """
      cannot search for a store in \(path), where the search begins: \(why). Get access to it, or run the command in \
      another folder
      """
    case .relativeCeiling(let entry):
      "the environment variable FRESHET_CEILING contains \(entry), which isn't an absolute path: list absolute paths, separated by colons"
    }
  }

  private func trusting(_ path: String) -> AdvisedText {
    let folder = Self.folder(of: path)
    let list: AdvisedText = "write `trusted = [\"\(folder)\"]` into ~/.config/freshet/config.toml"
    return path.hasSuffix("/" + StoreLocation.folderName) ? "\(run: .nameStore(path: path)), or \(list)" : list
  }

  private static func folder(of path: String) -> String {
    let parent = "/" + path.pathNames.dropLast().joined(separator: "/")
    return parent
  }

  static func name(of user: UInt32) -> String {
    guard let entry = getpwuid(user), let name = entry.pointee.pw_name else { return "user \(user)" }
    return String(cString: name)
  }
}
