internal import FreshetCorpus
internal import FreshetSystem
internal import Glibc

/// The opened root folder of a source. Every path below it is resolved name by name, each relative to its open parent
/// folder, and no open call follows a symbolic link.
///
/// A symbolic link is resolved to a path first; then the walk to that path begins at the root again. So nothing outside
/// the root is ever opened, even if files are renamed or links replaced meanwhile.
struct RootFolder {
  /// An entry that isn't a symbolic link, and its open parent folder.
  struct Place {
    let status: FileStatus
    let name: String
    let folder: Descriptor
    /// The path of the entry relative to the root, with all links resolved.
    let path: String
    let crossing: Crossing
  }

  /// The result of resolving a path.
  enum Whereabouts {
    case entry(Place)
    /// Nothing exists at the path: `from` is the innermost existing folder on it, and lacks the next name. The crossing
    /// (the mounts on the way) ends at `from`.
    case absent(from: String, Crossing)
    /// A symbolic link in the folder `from` has no usable target: the target doesn't exist, or lies outside the root or
    /// in a reserved folder, or the links form a cycle.
    case astray(from: String, Crossing)
    /// The entry at this path couldn't be examined.
    case refused(String, SystemError)
  }

  /// The maximum number of links followed on one path, as in Linux (path_resolution(7)).
  private static let maximumLinks = 40

  let path: String
  let descriptor: Descriptor
  let status: FileStatus
  let mount: Mount
  private let storeFolder: String?

  /// Opens the root folder.
  ///
  /// - Parameters:
  ///   - path: the path of the root; it may contain symbolic links.
  ///   - storeFolder: the store's folder relative to the root. Links into it count as astray.
  /// - Throws: `WatchingError.rootMissing`, `.rootUnreadable` or `.outOfResources`.
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

  /// The identity of the open folder. All its parts come from the open descriptor, so that they belong to one folder
  /// even if the path now leads to another.
  var identity: RootIdentity {
    let born = freshet_birth_time(descriptor.number)
    return RootIdentity(
      device: status.stamp.device, inode: status.stamp.inode, born: born == .min ? nil : Timestamp(nanoseconds: born),
      path: descriptor.realPath ?? path)
  }

  /// Returns whether the root's path still leads to the folder that this value has opened.
  func isStillThere() throws(WatchingError) -> Bool {
    try RootFolder(path: path).identity.isSameFolder(as: identity)
  }

  /// Resolves a path below the root. Follows symbolic links only if their targets lie inside the root.
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

  /// Walks from the root along `names`, and stops at the first symbolic link.
  ///
  /// - Parameter link: the mounts on the way to the first link that `locate` followed; nil if it followed none.
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

/// Resolution of symbolic links.
extension RootFolder {
  /// Returns the resolved path of a link's target, relative to the root. Nil if the target doesn't exist, or lies
  /// outside the root, in a reserved folder or in the store's folder.
  private func destination(of link: ArraySlice<String>) throws(SystemError) -> [String]? {
    guard let base = try Self.realPath(path), let target = try Self.realPath(path + "/" + Self.text(link)),
      let names = target.path(below: base)?.pathNames
    else { return nil }
    let path = RelativePath(names: names)
    return path.isReserved(besides: storeFolder) ? nil : path.names
  }

  /// Returns the mount that holds the innermost existing folder on the way to a link's missing target; nil if that
  /// folder lies outside the root.
  ///
  /// The caller compares this mount with the mount that contained the target when it was last read: a missing target
  /// may exist in a file system that is unmounted, or hidden by another mount. The way may lead through further links.
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

  /// Returns the innermost existing folder on an absolute path, with links resolved, and the names that follow it.
  private static func innermostFolder(on way: [String]) -> (folder: String, rest: ArraySlice<String>) {
    for count in way.indices.reversed() {
      let folder = "/" + text(way[..<count])
      if let real = (try? realPath(folder)) ?? nil { return (real, way[count...]) }
    }
    return ("/", way[...])
  }

  /// Returns the mount that holds the folder at a path without links; nil if the folder lies outside the root.
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

  /// Returns the path with all symbolic links resolved. Nil if it doesn't exist, has a cycle of links, is too long, or
  /// isn't UTF-8.
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
