internal import FreshetCoherence
internal import FreshetCorpus

/// The result of a `SourceRun`.
struct SourceRunOutcome {
  /// How each document's refresh ended.
  private(set) var ends: [DocumentID: RefreshEnd] = [:]
  /// How many refreshes in `ends` weren't successful. A stored count, because progress is reported after each commit.
  private(set) var failureCount = 0
  var installed: Set<DocumentID> = []
  var retired: Set<DocumentID> = []
  var skipped: [SkipReason: Int] = [:]
  /// The different passages of the indexed documents. (`replaced` contains those of the replaced versions.)
  var placed: Set<ContentAddress> = []
  var replaced: Set<ContentAddress> = []
  var documentsToDo = 0
  /// How many documents' files lost their content. If these documents are held back, `hold` contains the reason.
  var hollow = 0
  var hold: DeletionHold?
  /// Documents that stay served although their files may be missing or empty.
  var heldBack: Set<DocumentID> = []

  mutating func record(_ end: RefreshEnd, of id: DocumentID) {
    let former = ends.updateValue(end, forKey: id)
    failureCount += (end == .answered ? 0 : 1) - (former == nil || former == .answered ? 0 : 1)
  }

  /// Whether the last refresh of some document ended as `.overtaken`: the document changed meanwhile.
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
