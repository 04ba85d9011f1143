internal import FreshetCorpus
internal import Glibc

/// A folder tree under inotify. It watches every folder that the scan lists, every file that a link leads to, and every
/// file that can change without an event in its folder because it has other names or is mounted there.
///
/// The watcher sets a watch while the scan has the folder open and before the scan lists it. So one scan arms the tree,
/// and a folder that appears needs one scan of itself: what is made in it before the watch is in the listing, what is
/// made later is in the queue. The watcher doesn't watch what the scan skips.
final class WatchedTree {
  /// Folders that are watched for something other than documents.
  enum Post {
    case cookies
    /// `.git/info`, or `.git` as long as it has no such folder.
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
  /// Links that lead somewhere, and whether they lead to a folder.
  var links: [ExactPath: Bool] = [:]
  /// Files with a watch of their own, because they have other names or are mounted there.
  private(set) var sharedFiles: Set<ExactPath> = []
  /// Entries that are no document so far, but may become one without an event of their own: links that lead nowhere, or
  /// to a folder where the rules exclude only folders.
  var astray: Set<ExactPath> = []
  /// Entries that were unreadable for a reason that may pass without any event.
  var gaps: Set<ExactPath> = []
  /// What the rules excluded in the last scan, and whether they would exclude it as a file and as a folder.
  private(set) var ignored: [ExactPath: Bool] = [:]
  /// When something last happened in the tree; nil if nothing has happened since the watch began.
  var lastNews: ContinuousClock.Instant?
  private var observed: Set<ExactPath> = []
  private var refusal: WatchingError?

  /// Opens an inotify instance, but watches nothing yet.
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

  /// Why the root is no longer the folder that is being watched; nil if it is.
  func loss() -> String? {
    do throws(WatchingError) {
      let isSame = try RootFolder(path: directory.root).identity.isSameFolder(as: identity)
      return isSame ? nil : "another folder lies at \(directory.root) now"
    } catch {
      return "\(error)"
    }
  }

  /// Scans `scope` and sets a watch on every folder in it.
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

  /// The watcher makes a missing cookie folder only after this time without events, so that `rm -rf` of the tree succeeds.
  private static let quiet = Duration.seconds(1)

  private var isQuiet: Bool { lastNews.map { ContinuousClock.now - $0 >= Self.quiet } ?? true }

  /// Watches the cookie folder if it isn't watched, and then returns the cookies that lie there.
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
    // The file is gone or can't be opened: the watch on its folder reports that.
    guard let file = try? Descriptor(name, in: folder.number, for: .pointing) else { return }
    bind(file, to: path)
  }

  private func bind(_ entry: Descriptor, to path: ExactPath) {
    guard let watch = watch(entry, for: .ofDocuments, path: path.string) else { return }
    observed.insert(path)
    table.bind(watch, to: path)
  }

  /// Watches an entry. Nil if it has vanished or may not be watched, which the scan will find too, or if the system has
  /// no free watch.
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
  /// Whether the scope covers a path that the scan itself gave. A path with an undecodable name lies in no scope.
  func contains(path: ExactPath) -> Bool {
    guard let path = try? RelativePath(path.string) else { return false }
    return contains(path)
  }
}
