internal import FreshetCoherence
internal import FreshetCorpus

/// How a document's refresh ended, and the record of it.
struct Performed {
  let end: RefreshEnd
  /// The record; nil if the served text did not change.
  var refresh: Refresh?
}
