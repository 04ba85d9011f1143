internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetWatching

/// What a look saw, and the decisions that follow.
struct Sight {
  let survey: Survey
  let scan: ScanReport
  let known: KnownDocuments
  let reconciliation: Reconciliation

  var changed: [DocumentID] { survey.possibleMoves + survey.toRead }
}
