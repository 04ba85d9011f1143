internal import Corpus
internal import Foundation

/// Why a search upwards for a store or a freshet.toml ended without an answer.
public enum DiscoveryError: Error, Hashable, Sendable {
  /// It belongs to another user, who didn't share it with a group of the caller.
  case foreign(path: String, owner: UInt32)
  /// The search couldn't look at this place, so it can't tell whether something lies there.
  case unreachable(path: String, why: String)
  /// The caller named a store in this folder, and the search can't look into it.
  case closed(path: String, why: String)
  /// An entry of FRESHET_CEILING isn't an absolute path.
  case relativeCeiling(String)
}

extension DiscoveryError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .foreign(let path, let owner):
      "\(path) belongs to \(Self.name(of: owner)), so a search upwards doesn't take it. If you trust it, \(trusting(path))"
    case .unreachable(let path, let why):
      "cannot look for a store at \(path): \(why). Get access to it, or end the search below it: "
        + "FRESHET_CEILING=\(ShellText.quoted(Self.folder(of: path)))"
    case .closed(let path, let why):
      "cannot look into the store at \(path): \(why). Get access to it, or name another one with --store"
    case .relativeCeiling(let entry):
      "the environment variable FRESHET_CEILING lists \(entry), expected absolute paths with colons between them"
    }
  }

  private func trusting(_ path: String) -> String {
    let folder = Self.folder(of: path)
    let list = "write `trusted = [\"\(folder)\"]` into ~/.config/freshet/config.toml"
    let isStore = path.hasSuffix("/" + StoreLocation.folderName)
    return isStore ? "name it with `--store \(ShellText.quoted(path))`, or \(list)" : list
  }

  private static func folder(of path: String) -> String {
    let parent = "/" + path.pathNames.dropLast().joined(separator: "/")
    return parent
  }

  private static func name(of user: UInt32) -> String {
    guard let entry = getpwuid(user), let name = entry.pointee.pw_name else { return "user \(user)" }
    return String(cString: name)
  }
}
