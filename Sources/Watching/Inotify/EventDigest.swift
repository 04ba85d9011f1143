internal import FreshetCorpus

/// What the events since the last batch point at. Paths to look at, whatever happened there.
struct EventDigest {
  var touched: Set<ExactPath> = []
  var scopes: Set<ExactPath> = []
  /// Those where a name came or went: what is there now may be of another kind than what was there before.
  var renamed: Set<ExactPath> = []
  var cookies: [String] = []
  /// The queue was full: anything may be missing.
  var isOverflowed = false
  var rootIsInDoubt = false
  /// Links that led nowhere may lead somewhere now.
  var namesAppeared = false
  /// Whether something was mounted or unmounted below the root.
  var mountsChanged = false
  /// A folder or a link is not where it was: any link may lead elsewhere now.
  var linksAreInDoubt = false

  var isEmpty: Bool { touched.isEmpty && scopes.isEmpty && !isUrgent }

  /// Whether somebody waits for it, or waiting for more would be in vain.
  var isUrgent: Bool { !cookies.isEmpty || isOverflowed || rootIsInDoubt }
}
