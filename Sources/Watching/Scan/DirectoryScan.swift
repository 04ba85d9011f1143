internal import FreshetCorpus
internal import Glibc

/// One walk over a root, depth first in the order of the paths' bytes: lists each folder once, takes the stamp of each
/// file once, and reads none.
///
/// The walk uses a stack of its own in place of recursion: depth costs memory, neither stack nor descriptors. Only the
/// `maximumOpenFolders` innermost folders stay open. When the walk comes back to a folder further out, it opens it
/// again, and it must be the same directory as before. What the walk can't see becomes a gap in the report.
///
/// The walk follows a link to a file or folder inside the root, unless the walk is already inside that folder (a
/// circle), or met the link below a followed link: *n* folders that link to each other would have *n*! paths.
struct DirectoryScan {
  static let maximumOpenFolders = 64
  /// Longer paths become gaps: this limits the memory that a hostile tree can take.
  static let maximumPathLength = 16 << 10

  struct Frame {
    var folder: Descriptor?
    let identity: FolderIdentity
    /// The length of the folder's path with the "/" behind it.
    let prefixLength: Int
    let name: String
    let isBelowLink: Bool
    let isLink: Bool
    /// Whether a name on the folder's path is hidden or secret-like.
    let needsNaming: Bool
    /// The folder's path without links; nil if no link is on the way.
    let realPath: String?
    let crossing: Crossing
    let rules: IgnoreRules
    var listing: FolderListing
    /// The paths that the scope wants below this folder, by their next name; nil for everything.
    let wanted: [ExactPath: [RelativePath]]?
    /// The entry that is visited next, and the one before which to end.
    var position = 0
    var end: Int
  }

  let root: RootFolder
  let scope: ScanScope
  let maximumFileSizeInBytes: Int
  let ownRules: OwnRules
  /// The store's files as they were when the scan began.
  let storeFiles: StoreFiles
  let noticing: ((ScanStep) -> Void)?
  /// The path of the entry that is being visited.
  var path: [UInt8] = []
  var frames: [Frame] = []
  var files = ScannedFiles()
  var skipped: [SkippedEntry] = []
  var gaps: [ScanGap] = []
  var folders: [ListedFolder] = []
  var missing: [MissingEntry] = []
  /// Why this scan proves nothing; nil while it does prove something.
  var refusal: WatchingError?
  var crossings: [CrossedPath] = []

  init(
    of root: RootFolder, in directory: WatchedDirectory, scope: ScanScope, noticing: ((ScanStep) -> Void)? = nil
  ) {
    self.root = root
    self.scope = scope
    self.noticing = noticing
    maximumFileSizeInBytes = directory.maximumFileSizeInBytes
    ownRules = directory.ownRules
    storeFiles = StoreFiles(in: directory.store)
  }

  mutating func run() throws(WatchingError) {
    try enterRoot()
    try goOn { Task.isCancelled }
  }

  /// Lists the root, but looks at none of its entries.
  mutating func enterRoot() throws(WatchingError) {
    guard !scope.paths.isEmpty else { return }
    let wanted = scope.paths.contains { $0.names.isEmpty } ? nil : scope.paths
    do throws(SystemError) {
      let crossing = Crossing(holding: root.mount)
      crossings.append(CrossedPath(path: "", crossing: crossing))
      try enter(OpenFolder(descriptor: root.descriptor, status: root.status, name: "", crossing), wanted: wanted)
    } catch {
      throw error.subject == .machine ? .outOfResources(root.path, error) : .rootUnreadable(root.path, error)
    }
  }

  /// Looks at everything that is left to look at.
  ///
  /// - Parameters:
  ///   - isCancelled: whether to give up. The walk asks at each folder.
  ///   - isWanted: whether another walk waits for a part of this one. The walk asks at each entry.
  ///   - give: takes that part.
  mutating func goOn(
    isCancelled: () -> Bool, isWanted: () -> Bool = { false }, giving give: (DirectoryScan) -> Void = { _ in }
  ) throws(WatchingError) {
    while let top = frames.indices.last {
      if isWanted(), let part = giveAway() {
        give(part)
        continue
      }
      let position = frames[top].position
      if position == 0, isCancelled() { throw .cancelled }
      if position == frames[top].end {
        frames.removeLast()
      } else {
        frames[top].position += 1
        visit(frames[top].listing.entries[position])
        if let refusal { throw refusal }
      }
    }
  }

  func report(started: Timestamp, finished: Timestamp) -> ScanReport {
    ScanReport(
      scope: scope, started: started, finished: finished, root: root.identity, files: files, skipped: skipped,
      gaps: gaps,
      folders: folders, missing: missing, crossings: crossings)
  }
}
