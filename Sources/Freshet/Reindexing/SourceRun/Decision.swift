internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// The decision about a document, after a look that began after `moment`.
struct Decision {
  let document: DocumentID
  let action: ReconciliationAction
  let moment: Moment
}
