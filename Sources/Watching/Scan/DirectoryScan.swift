internal import FreshetCorpus
internal import Glibc

/// A depth-first walk over a root, in the order of the paths' bytes. It lists each folder once, gets the stamp of each
/// file once, and reads no file except ignore files and the beginning of very large files.
///
/// The walk uses an explicit stack of frames instead of recursion, so that deep trees exhaust neither the call stack
/// nor file descriptors. Only the `maximumOpenFolders` innermost folders stay open. When the walk returns to a folder
/// that was closed, it opens the folder again, and checks that it is still the same one. Entries that can't be read
/// become gaps in the report.
///
/// The walk follows a symbolic link to a file or folder inside the root, except a link to a folder that the walk is in
/// (a cycle), and a link to a folder below another followed link: *n* folders that link to each other would have *n*!
/// paths.
struct DirectoryScan {
  static let maximumOpenFolders = 64
  /// The maximum length of a path in bytes. Longer paths become gaps, which limits the memory that a hostile tree
  /// needs.
  static let maximumPathLength = 16 << 10

  /// A folder that the walk is in.
  struct Frame {
    /// The open folder; nil while it is closed.
    var folder: Descriptor?
    let identity: FolderIdentity
    /// The length in bytes of the folder's path, including a "/" at the end.
    let prefixLength: Int
    let name: String
    let isBelowLink: Bool
    let isLink: Bool
    /// Whether a name on the folder's path is hidden or secret-like.
    let needsNaming: Bool
    /// The folder's path with links resolved; nil if the path contains no link.
    let realPath: String?
    let crossing: Crossing
    let rules: IgnoreRules
    var listing: FolderListing
    /// The paths below this folder that the scope asks for, grouped by their first path component below this folder;
    /// nil for everything.
    let wanted: [ExactPath: [RelativePath]]?
    /// The index of the entry to visit next; `end` is the index before which the walk of this folder ends.
    var position = 0
    var end: Int
  }

  let root: RootFolder
  let scope: ScanScope
  let maximumFileSizeInBytes: Int
  let ownRules: OwnRules
  /// The identities of the store's files at the beginning of the scan.
  let storeFiles: StoreFiles
  let noticing: ((ScanStep) -> Void)?
  /// The path of the current entry.
  var path: [UInt8] = []
  var frames: [Frame] = []
  var files = ScannedFiles()
  var skipped: [SkippedEntry] = []
  var gaps: [ScanGap] = []
  var folders: [ListedFolder] = []
  var missing: [MissingEntry] = []
  /// The error that makes this scan's results useless; nil if there is none.
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

  /// Lists the root, but doesn't visit its entries yet.
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

  /// Visits all remaining entries.
  ///
  /// - Parameters:
  ///   - isCancelled: returns whether to stop. It is called at each folder.
  ///   - isWanted: returns whether an idle thread waits for a part of this walk. It is called at each entry.
  ///   - give: receives a part of this walk that another thread can continue.
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
