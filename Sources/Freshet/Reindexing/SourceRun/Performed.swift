internal import FreshetCoherence
internal import FreshetCorpus

/// The result of a document's refresh (reading its file again and committing the changes).
struct Performed {
  let end: RefreshEnd
  /// The log entry of the refresh; nil if the served text did not change.
  var refresh: Refresh?
}
