internal import FreshetCoherence
internal import FreshetCorpus

/// The result of a run over a source.
struct SourceRunOutcome {
  /// How each document's refresh ended.
  private(set) var ends: [DocumentID: RefreshEnd] = [:]
  /// How many of these are failures; counted here, because progress is reported after each commit.
  private(set) var failureCount = 0
  var installed: Set<DocumentID> = []
  var retired: Set<DocumentID> = []
  var skipped: [SkipReason: Int] = [:]
  /// The distinct passages of installed documents, and of the versions that they replaced.
  var placed: Set<ContentAddress> = []
  var replaced: Set<ContentAddress> = []
  var documentsToDo = 0
  /// How many documents lost their content. `hold` says why they are held back; nil if they aren't.
  var hollow = 0
  var hold: DeletionHold?
  /// Documents that stay served although their source may not have them.
  var heldBack: Set<DocumentID> = []

  mutating func record(_ end: RefreshEnd, of id: DocumentID) {
    let former = ends.updateValue(end, forKey: id)
    failureCount += (end == .answered ? 0 : 1) - (former == nil || former == .answered ? 0 : 1)
  }

  /// Whether some document was overtaken each time, or rewritten during every attempt to read it.
  var hasOvertaken: Bool { ends.values.contains(.overtaken) }

  /// Documents that are not indexed as they were seen, and why.
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
