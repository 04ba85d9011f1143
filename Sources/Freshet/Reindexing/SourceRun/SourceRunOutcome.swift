internal import FreshetCoherence
internal import FreshetCorpus

/// The result of a `SourceRun`.
struct SourceRunOutcome {
  /// The result of each document's refresh: indexed, overtaken by a newer change, or failed.
  var ends: [DocumentID: RefreshEnd] = [:]
  var installed: Set<DocumentID> = []
  var retired: Set<DocumentID> = []
  var skipped: [SkipReason: Int] = [:]
  /// The different passages of the indexed documents. (`replaced` contains those of the replaced versions.)
  var placed: Set<ContentAddress> = []
  var replaced: Set<ContentAddress> = []
  var documentsToDo = 0
  /// How many documents' files lost their content. If they are held back, `hold` contains the reason.
  var hollow = 0
  var hold: DeletionHold?
  /// Documents that stay served although their files may be missing or empty.
  var heldBack: Set<DocumentID> = []

  /// Whether some document changed again during every attempt to index it.
  var hasOvertaken: Bool { ends.values.contains(.overtaken) }

  /// Documents that could not be indexed in their current version, each with the reason.
  var failures: [DocumentID: String] {
    ends.compactMapValues { end in
      switch end {
      case .answered: nil
      case .overtaken: "it changed while it was being indexed"
      case .failed(let why): why
      }
    }
  }
}
