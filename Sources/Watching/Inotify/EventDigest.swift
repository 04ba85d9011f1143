internal import FreshetCorpus

/// The paths that the events since the last batch point at: the watcher must look there, whatever happened.
struct EventDigest {
  var touched: Set<ExactPath> = []
  var scopes: Set<ExactPath> = []
  /// The paths where a name appeared or vanished: what is there now may be of another kind than what was there before.
  var renamed: Set<ExactPath> = []
  var cookies: [String] = []
  /// The queue overflowed: any event may be missing.
  var isOverflowed = false
  var rootIsInDoubt = false
  /// Whether names appeared: links that led nowhere may lead somewhere now.
  var namesAppeared = false
  /// Whether something was mounted or unmounted below the root.
  var mountsChanged = false
  /// Whether a folder or a link moved: any link may lead elsewhere now.
  var linksAreInDoubt = false

  var isEmpty: Bool { touched.isEmpty && scopes.isEmpty && !isUrgent }

  /// Whether to deliver the batch at once: somebody waits for it, or waiting for more events is pointless.
  var isUrgent: Bool { !cookies.isEmpty || isOverflowed || rootIsInDoubt }
}
