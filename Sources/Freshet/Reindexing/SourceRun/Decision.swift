internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// What was decided for a document, upon a look that began after `moment`.
struct Decision {
  let document: DocumentID
  let action: ReconciliationAction
  let moment: Moment
}
