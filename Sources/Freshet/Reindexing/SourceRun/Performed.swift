internal import FreshetCoherence
internal import FreshetCorpus

/// How a document's refresh ended, and what of it was put on record.
struct Performed {
  let end: RefreshEnd
  /// Nil where what is served did not change.
  var refresh: Refresh?
}
