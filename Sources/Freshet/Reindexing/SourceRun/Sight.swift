internal import FreshetChunking
internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetWatching

/// The result of a scan of a source: the scan's report, the store's records, and the decisions that follow from both.
struct Sight {
  let survey: Survey
  let scan: ScanReport
  let known: KnownDocuments
  let reconciliation: Reconciliation
  /// The sizes of the source's passages.
  let sizes: ChunkSizes

  var changed: [DocumentID] { survey.possibleMoves + survey.toRead }
}
