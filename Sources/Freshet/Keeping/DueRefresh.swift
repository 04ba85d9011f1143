internal import FreshetCoherence
internal import FreshetCorpus

/// Documents that are to be refreshed together.
struct DueRefresh: Sendable {
  let documents: [DocumentID]
  let manner: RefreshManner
}
