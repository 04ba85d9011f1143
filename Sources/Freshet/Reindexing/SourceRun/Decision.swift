internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// A decision about a document. It is based on a scan or read of the file that began after the store's position
/// `moment`.
struct Decision {
  let document: DocumentID
  let action: ReconciliationAction
  let moment: Moment
}
