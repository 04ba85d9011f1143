internal import FreshetCoherence
internal import FreshetCorpus

/// Documents to refresh together: to read again and to commit if they differ.
struct DueRefresh: Sendable {
  let documents: [DocumentID]
  let manner: RefreshManner
}
