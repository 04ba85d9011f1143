internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// The distinct passages of documents that would be indexed.
struct PlannedTexts {
  var texts: [ContentAddress: NormalizedText] = [:]
}
