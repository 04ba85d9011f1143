internal import Foundation
public import FreshetCorpus

/// Why a search upwards for a store or a freshet.toml ended without an answer.
public enum DiscoveryError: Error, Hashable, Sendable {
  /// The store or the file belongs to another user, who didn't share it with a group of the caller.
  case foreign(path: String, owner: UInt32)
  /// The search couldn't look at this place, so it can't tell whether something lies there.
  case unreachable(path: String, why: String)
  /// The search can't look into this store's folder. The caller named it, or it lies where the search begins, so that
  /// no ceiling ends the search before it.
  case closed(path: String, why: String)
  /// The search can't look into the folder where it begins.
  case closedStart(path: String, why: String)
  /// An entry of FRESHET_CEILING isn't an absolute path.
  case relativeCeiling(String)
}

extension DiscoveryError: Advising {
  public var message: AdvisedText {
    switch self {
    case .foreign(let path, let owner):
      "\(path) belongs to \(Self.name(of: owner)), so the search upwards ignores it. If you trust it, \(trusting(path))"
    case .unreachable(let path, let why):
      """
      cannot look for a store at \(path): \(why). Get access to it, \(run: .useStore("another store")), or \
      \(run: .endSearch(below: Self.folder(of: path)))
      """
    case .closed(let path, let why):
      "cannot look into the store at \(path): \(why). Get access to it, or \(run: .useStore("another one"))"
    case .closedStart(let path, let why):
      """
      cannot look for a store in \(path), where the search begins: \(why). Get access to it, or run the command in \
      another folder
      """
    case .relativeCeiling(let entry):
      "the environment variable FRESHET_CEILING lists \(entry), expected absolute paths with colons between them"
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
