internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// The distinct passages of the documents that `reindex` would index; collected for `RetrievalCache.plan`.
struct PlannedTexts {
  var texts: [ContentAddress: NormalizedText] = [:]
}
