internal import Corpus
internal import Glibc

/// The open root, and the one way down from it: name by name from an open folder, never through a link.
///
/// A link is resolved first, and then its target is walked to from the root in the same manner. So whatever is
/// renamed or linked in the meantime, nothing outside the root is opened.
struct RootFolder {
  /// Where a path leads.
  enum Whereabouts {
    /// To an entry that is no link, in an open folder.
    case entry(FileStatus, name: String, in: Descriptor)
    /// Nowhere: the folder of that device, the innermost one on the way, lacks the next name.
    case absent(from: String, device: UInt64)
    /// By a link in that folder out of the root, nowhere, or round in a circle.
    case astray(from: String, device: UInt64)
    case refused(String, SystemError)
  }

  /// As Linux has it (path_resolution(7)).
  private static let maximumLinks = 40

  let path: String
  let descriptor: Descriptor
  let status: FileStatus

  init(path: String) throws(WatchingError) {
    self.path = path
    do throws(SystemError) {
      descriptor = try Descriptor(root: path)
      status = try FileStatus(of: descriptor)
    } catch {
      throw error.saysAbsent ? .rootMissing(path) : .rootUnreadable(path, error)
    }
  }

  func locate(_ path: RelativePath) -> Whereabouts {
    var names = path.names
    for _ in 0...Self.maximumLinks {
      switch walk(names) {
      case .arrived(let whereabouts): return whereabouts
      case .link(let depth, let device):
        do throws(SystemError) {
          guard let target = try destination(of: names[...depth]) else {
            return .astray(from: Self.text(names[..<depth]), device: device)
          }
          names = target + names[(depth + 1)...]
        } catch {
          return .refused(Self.text(names[...depth]), error)
        }
      }
    }
    return .astray(from: "", device: status.stamp.device)
  }

  private enum Stage {
    case arrived(Whereabouts)
    case link(depth: Int, device: UInt64)
  }

  private func walk(_ names: [String]) -> Stage {
    var folder = descriptor
    var device = status.stamp.device
    for (depth, name) in names.enumerated() {
      do throws(SystemError) {
        let status = try FileStatus(of: name, in: folder.number)
        if status.kind == .link { return .link(depth: depth, device: device) }
        if depth == names.count - 1 { return .arrived(.entry(status, name: name, in: folder)) }
        guard status.kind == .folder else {
          return .arrived(.absent(from: Self.text(names[..<depth]), device: device))
        }
        folder = try Descriptor(name, in: folder.number, for: .passing)
        device = status.stamp.device
      } catch {
        let reached = Self.text(names[..<depth])
        if error.saysAbsent { return .arrived(.absent(from: reached, device: device)) }
        return .arrived(.refused(Self.text(names[...depth]), error))
      }
    }
    return .arrived(.entry(status, name: ".", in: descriptor))
  }

  /// The real path below the root that a link leads to; nil out of it, nowhere, and into a reserved folder.
  private func destination(of link: ArraySlice<String>) throws(SystemError) -> [String]? {
    guard let base = try Self.realPath(path), let target = try Self.realPath(path + "/" + Self.text(link))
    else { return nil }
    if target == base { return [] }
    let prefix = base == "/" ? base : base + "/"
    guard target.utf8.starts(with: prefix.utf8) else { return nil }
    let names = target.utf8.dropFirst(prefix.utf8.count).split(separator: UInt8(ascii: "/"))
    let path = RelativePath(names: names.map { String(Substring($0)) })
    return path.isReserved ? nil : path.names
  }

  private static func text(_ names: ArraySlice<String>) -> String { names.joined(separator: "/") }

  /// Nil where nothing is, and for what can't be a path of ours.
  private static func realPath(_ path: String) throws(SystemError) -> String? {
    guard let resolved = realpath(path, nil) else {
      let error = SystemError.last
      guard error.saysAbsent || [ELOOP, ENAMETOOLONG].contains(error.code) else { throw error }
      return nil
    }
    defer { free(resolved) }
    return String(validatingCString: resolved)
  }
}
