internal import FreshetCorpus
internal import FreshetSystem
internal import Glibc

/// The open root, and the one way down from it: name by name from an open folder, never through a link.
///
/// A link is resolved first; then the walk to its target begins at the root again, in the same manner. So nothing
/// outside the root is opened, whatever is renamed or linked in the meantime.
struct RootFolder {
  /// An entry that is no link, in an open folder.
  struct Place {
    let status: FileStatus
    let name: String
    let folder: Descriptor
    /// The path of the entry, without links.
    let path: String
    let crossing: Crossing
  }

  /// Where a path leads.
  enum Whereabouts {
    case entry(Place)
    /// The path leads nowhere: the innermost existing folder on the way, `from`, lacks the next name. `Crossing` ends
    /// there.
    case absent(from: String, Crossing)
    /// A link in the folder `from` leads out of the root, into a reserved folder, nowhere, or round in a circle.
    case astray(from: String, Crossing)
    case refused(String, SystemError)
  }

  /// The limit of Linux (path_resolution(7)).
  private static let maximumLinks = 40

  let path: String
  let descriptor: Descriptor
  let status: FileStatus
  let mount: Mount
  private let storeFolder: String?

  /// - Parameter storeFolder: relative to the root; no link leads into it.
  init(path: String, storeFolder: String? = nil) throws(WatchingError) {
    self.path = path
    self.storeFolder = storeFolder
    do throws(SystemError) {
      descriptor = try Descriptor(root: path)
      status = try FileStatus(of: descriptor)
      mount = Mount(holding: descriptor, status)
    } catch {
      if error.subject == .machine { throw .outOfResources(path, error) }
      throw error.saysAbsent ? .rootMissing(path) : .rootUnreadable(path, error)
    }
  }

  /// Identifies the open folder. It asks the descriptor, so that a link swapped meanwhile can't mix two folders into
  /// one.
  var identity: RootIdentity {
    let born = freshet_birth_time(descriptor.number)
    return RootIdentity(
      device: status.stamp.device, inode: status.stamp.inode, born: born == .min ? nil : Timestamp(nanoseconds: born),
      path: descriptor.realPath ?? path)
  }

  /// Whether the root's path still leads to this folder.
  func isStillThere() throws(WatchingError) -> Bool {
    try RootFolder(path: path).identity.isSameFolder(as: identity)
  }

  func locate(_ path: RelativePath) -> Whereabouts {
    var names = path.names
    var link: Crossing?
    for _ in 0...Self.maximumLinks {
      switch walk(names, through: link) {
      case .arrived(let whereabouts): return whereabouts
      case .link(let depth, let crossing):
        link = link ?? crossing
        do throws(SystemError) {
          guard let target = try destination(of: names[...depth]) else {
            let end = crossing.linked(to: lastMount(towards: names[...depth]) ?? crossing.mounts.file)
            return .astray(from: Self.text(names[..<depth]), end)
          }
          names = target + names[(depth + 1)...]
        } catch {
          return .refused(Self.text(names[...depth]), error)
        }
      }
    }
    return .astray(from: "", Crossing(holding: mount))
  }

  private enum Stage {
    case arrived(Whereabouts)
    case link(depth: Int, Crossing)
  }

  /// - Parameter link: the way to the first link on the path; nil if the walk followed none.
  private func walk(_ names: [String], through link: Crossing?) -> Stage {
    var folder = descriptor
    var crossing = link?.linked(to: mount) ?? Crossing(holding: mount)
    var device = status.stamp.device
    for (depth, name) in names.enumerated() {
      do throws(SystemError) {
        let status = try FileStatus(of: name, in: folder.number)
        if status.kind == .link { return .link(depth: depth, crossing) }
        let isLast = depth == names.count - 1
        guard isLast || status.kind == .folder else {
          return .arrived(.absent(from: Self.text(names[..<depth]), crossing))
        }
        if status.isMounted(below: device) {
          crossing = try onto(names[...depth], folder, status, from: crossing)
        }
        if isLast {
          let place = Place(
            status: status, name: name, folder: folder, path: Self.text(names[...]), crossing: crossing)
          return .arrived(.entry(place))
        }
        folder = try Descriptor(name, in: folder.number, for: .passing)
        device = status.stamp.device
      } catch {
        let reached = Self.text(names[..<depth])
        if error.saysAbsent { return .arrived(.absent(from: reached, crossing)) }
        return .arrived(.refused(Self.text(names[...depth]), error))
      }
    }
    let root = Place(status: status, name: ".", folder: descriptor, path: "", crossing: crossing)
    return .arrived(.entry(root))
  }

  private func onto(
    _ names: ArraySlice<String>, _ folder: Descriptor, _ status: FileStatus, from crossing: Crossing
  ) throws(SystemError) -> Crossing {
    let entry = try Descriptor(names[names.endIndex - 1], in: folder.number, for: .pointing)
    return crossing.onto(Mount(at: Self.text(names), entry, status))
  }

  private static func text(_ names: ArraySlice<String>) -> String { names.joined(separator: "/") }
}

/// Link resolution.
extension RootFolder {
  /// The real path below the root that a link leads to. Nil if the link leads out of the root, nowhere, into a reserved
  /// folder, or into the store's.
  private func destination(of link: ArraySlice<String>) throws(SystemError) -> [String]? {
    guard let base = try Self.realPath(path), let target = try Self.realPath(path + "/" + Self.text(link)),
      let names = target.path(below: base)?.pathNames
    else { return nil }
    let path = RelativePath(names: names)
    return path.isReserved(besides: storeFolder) ? nil : path.names
  }

  /// The mount of the innermost existing folder on the way to a link's target; nil if that folder lies outside the
  /// root.
  ///
  /// A missing target may only be unmounted, or hidden by another mount. The way may lead through more links.
  private func lastMount(towards link: ArraySlice<String>) -> Mount? {
    guard let base = (try? Self.realPath(path)) ?? nil else { return nil }
    var way = base.pathNames + Array(link)
    for _ in 0...Self.maximumLinks {
      let (folder, rest) = Self.innermostFolder(on: way)
      guard let next = rest.first, let target = Self.target(of: folder + "/" + next) else {
        return mountHolding(folder, below: base)
      }
      way = (target.isAbsolutePath ? [] : folder.pathNames) + target.pathNames + Array(rest.dropFirst())
    }
    return nil
  }

  /// The innermost existing folder on an absolute way, as a path without links, and the names that follow it.
  private static func innermostFolder(on way: [String]) -> (folder: String, rest: ArraySlice<String>) {
    for count in way.indices.reversed() {
      let folder = "/" + text(way[..<count])
      if let real = (try? realPath(folder)) ?? nil { return (real, way[count...]) }
    }
    return ("/", way[...])
  }

  /// The mount of a folder without links on its path; nil if it lies outside the root.
  private func mountHolding(_ folder: String, below base: String) -> Mount? {
    guard let names = folder.path(below: base)?.pathNames, case .arrived(.entry(let place)) = walk(names, through: nil)
    else { return nil }
    return place.crossing.mounts.file
  }

  private static func target(of link: String) -> String? {
    var target = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(link, &target, target.count)
    return count > 0 ? String(validating: target[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
  }

  /// The path without links. Nil if nothing is there, or if the path is circular, too long or not UTF-8.
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
