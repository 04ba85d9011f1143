internal import FreshetCorpus

/// Summarizes the inotify events since the last batch: the paths that the watcher must examine.
struct EventDigest {
  /// The files that may have changed.
  var touched: Set<ExactPath> = []
  /// The folders below which anything may have changed.
  var scopes: Set<ExactPath> = []
  /// The paths where an entry appeared or vanished, so that a file may have replaced a folder or the reverse.
  var renamed: Set<ExactPath> = []
  var cookies: [String] = []
  /// Whether the kernel's event queue overflowed, so that any event may be missing.
  var isOverflowed = false
  var rootIsInDoubt = false
  /// Whether an entry appeared, so that a symbolic link without a target may have one now.
  var namesAppeared = false
  /// Whether a file system was mounted or unmounted below the root.
  var mountsChanged = false
  /// Whether a folder or a link moved, so that any link may have another target now.
  var linksAreInDoubt = false

  var isEmpty: Bool { touched.isEmpty && scopes.isEmpty && !isUrgent }

  /// Whether to deliver the batch at once: because a caller waits for a cookie (marker file), or because the batch
  /// already covers everything, so that further events wouldn't change it.
  var isUrgent: Bool { !cookies.isEmpty || isOverflowed || rootIsInDoubt }
}
