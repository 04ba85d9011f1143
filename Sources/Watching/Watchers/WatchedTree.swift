internal import FreshetCorpus
internal import Glibc

/// The inotify watches of a folder tree. There is one for every folder that a scan lists, every target file of a link,
/// and every file that can change without an event in its folder because it has several hard links or is a mount point.
///
/// A watch is set while the scan has the folder open, before the scan lists it. So an entry created before the watch is
/// in the listing, and one created later causes an event. Therefore one scan is enough for the whole tree, and later
/// one scan for each new folder. Entries that the scan skips aren't watched.
final class WatchedTree {
  /// The purpose of a watch on a folder that isn't watched for its documents.
  enum Post {
    case cookies
    /// Changes of git's ignore rules: the watched folder is `.git/info`, or `.git` if that doesn't exist.
    case gitRules
  }

  let directory: WatchedDirectory
  let now: () -> Timestamp
  private let cookies: CookieFolder?
  private let maximumWatches: Int
  private let identity: RootIdentity
  let inotify: Inotify
  let mounts: MountTable
  var table = WatchTable()
  var posts: [Int32: Post] = [:]
  /// The links that have a target, and for each whether the target is a folder.
  var links: [ExactPath: Bool] = [:]
  /// The files with a watch of their own, because they have several hard links or are mount points.
  private(set) var sharedFiles: Set<ExactPath> = []
  /// The entries that aren't documents, but may become documents without an event of their own: links without a target,
  /// and links whose target the rules exclude only because of its kind (a file or a folder).
  var astray: Set<ExactPath> = []
  /// The entries that were unreadable for a reason that may disappear without an event.
  var gaps: Set<ExactPath> = []
  /// The paths that the rules excluded in the last scan, and for each whether they exclude it both as a file and as a
  /// folder.
  private(set) var ignored: [ExactPath: Bool] = [:]
  /// When the last event occurred; nil if none has occurred since the watch began.
  var lastNews: ContinuousClock.Instant?
  private var observed: Set<ExactPath> = []
  private var refusal: WatchingError?

  /// Opens an inotify instance, but sets no watches yet.
  init(
    _ directory: WatchedDirectory, cookies: CookieFolder?, maximumWatches: Int, now: @escaping () -> Timestamp
  ) throws(WatchingError) {
    self.directory = directory
    self.cookies = cookies
    self.maximumWatches = maximumWatches
    self.now = now
    identity = try RootFolder(path: directory.root).identity
    mounts = MountTable(below: directory.root)
    do throws(SystemError) {
      inotify = try Inotify()
    } catch {
      throw .watchRefused(directory.root, error)
    }
  }

  /// Returns why the root's path no longer leads to the watched folder; nil if it still does.
  func loss() -> String? {
    do throws(WatchingError) {
      let isSame = try RootFolder(path: directory.root).identity.isSameFolder(as: identity)
      return isSame ? nil : "another folder replaced the source's folder \(directory.root)"
    } catch {
      return "\(error)"
    }
  }

  /// Scans `scope`, sets a watch on every folder in it, and returns the report of the scan.
  func arm(_ scope: ScanScope) throws(WatchingError) -> ScanReport {
    observed = []
    ignored = [:]
    if scope.contains(RelativePath(names: [])) { watchGitRules() }
    links = links.filter { !scope.contains(path: $0.key) }
    astray = astray.filter { !scope.contains(path: $0) }
    gaps = gaps.filter { !scope.contains(path: $0) }
    sharedFiles = sharedFiles.filter { !scope.contains(path: $0) }
    let report = try directory.scan(scope, now: now, noticing: notice)
    if let refusal { throw refusal }
    for path in scope.paths { table.prune(ExactPath(path.text), keeping: observed) }
    for watch in table.takeOrphans() { inotify.remove(watch) }
    astray.formUnion(report.skipped.filter { $0.reason == .notAFile }.map { ExactPath($0.path) })
    let passing = report.gaps.filter { ![EACCES, EPERM, ENAMETOOLONG].contains($0.error.code) }
    gaps.formUnion(passing.map { ExactPath($0.path) })
    return report
  }

  /// How long no event must have occurred before the watcher creates a missing cookie folder. Without this delay, a
  /// running `rm -rf` of the tree could fail.
  private static let quiet = Duration.seconds(1)

  private var isQuiet: Bool { lastNews.map { ContinuousClock.now - $0 >= Self.quiet } ?? true }

  /// Sets a watch on the cookie folder if there is none, and then returns the cookies that the folder contains. Returns
  /// none if the folder was already watched.
  func watchCookies() throws(WatchingError) -> [String] {
    guard let cookies, !posts.values.contains(.cookies), let folder = cookies.open(making: isQuiet),
      let watch = watch(folder, for: .ofArrivals, path: cookies.path)
    else {
      if let refusal { throw refusal }
      return []
    }
    posts[watch] = .cookies
    return cookies.names().sorted()
  }

  private func watchGitRules() {
    guard let root = try? RootFolder(path: directory.root) else { return }
    for names in [[".git", "info"], [".git"]] {
      guard case .entry(let place) = root.locate(RelativePath(names: names)), place.status.kind == .folder,
        let opened = try? Descriptor(place.name, in: place.folder.number, for: .passing)
      else { continue }
      if let watch = watch(opened, for: .ofDocuments, path: names.joined(separator: "/")) { posts[watch] = .gitRules }
      return
    }
  }

  private func notice(_ step: ScanStep) {
    switch step {
    case .folder(let path, let folder, let isLink):
      if isLink { links[ExactPath(path)] = true }
      bind(folder, to: ExactPath(path))
    case .linkedFile(let path, let name, let folder):
      links[ExactPath(path)] = false
      bindFile(name, in: folder, to: ExactPath(path))
    case .sharedFile(let path, let name, let folder):
      sharedFiles.insert(ExactPath(path))
      bindFile(name, in: folder, to: ExactPath(path))
    case .ignored(let path, let asAnyKind, let isLink):
      ignored[ExactPath(path)] = asAnyKind
      if isLink, !asAnyKind { astray.insert(ExactPath(path)) }
    }
  }

  private func bindFile(_ name: String, in folder: Descriptor, to path: ExactPath) {
    // If the file is gone or can't be opened, the watch on its folder reports later changes.
    guard let file = try? Descriptor(name, in: folder.number, for: .pointing) else { return }
    bind(file, to: path)
  }

  private func bind(_ entry: Descriptor, to path: ExactPath) {
    guard let watch = watch(entry, for: .ofDocuments, path: path.string) else { return }
    observed.insert(path)
    table.bind(watch, to: path)
  }

  /// Sets a watch on an entry, and returns the watch descriptor. Returns nil if the entry has vanished or access is
  /// denied, as the scan will find, too. Also returns nil if the system has no free watch; then `refusal` says so.
  private func watch(_ entry: Descriptor, for kinds: InotifyEvent.Kinds, path: String) -> Int32? {
    do throws(SystemError) {
      let watch = try inotify.add(entry, for: kinds)
      let isNew = table.paths(of: watch) == nil && posts[watch] == nil
      if isNew, table.count + posts.count >= maximumWatches {
        inotify.remove(watch)
        throw SystemError(ENOSPC)
      }
      return watch
    } catch {
      let isPassing = [EACCES, EPERM, ENOENT].contains(error.code) && !path.isEmpty
      if !isPassing { refusal = refusal ?? .watchRefused(path.isEmpty ? directory.root : path, error) }
      return nil
    }
  }
}

extension ScanScope {
  /// Returns whether the scope covers a path that a scan reported. No scope covers a path whose name isn't valid UTF-8.
  func contains(path: ExactPath) -> Bool {
    guard let path = try? RelativePath(path.string) else { return false }
    return contains(path)
  }
}
