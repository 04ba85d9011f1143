public import FreshetCorpus
internal import FreshetIndexing

/// The status of a cache's similarity index.
public struct IndexStatus: Hashable, Sendable {
  /// The kind of index that the cache was opened with: exact, approximate, or automatic.
  public let choice: IndexChoice
  /// The kind of the index that searches use. Before the first search builds it, the kind that it will have.
  public internal(set) var kind: IndexKind
  /// The number of passages from which the choice `auto` uses the approximate index.
  public let crossover: Int
  /// How many vectors the index contains; nil before the first search, which builds the index.
  public let vectors: Int?
  /// How many bytes of memory the index uses per vector in addition to the vector's components: for its compressed
  /// code, and for finding it by address. Nil if the index has no vectors.
  public let bytesPerVector: Double?
  /// How the recall that answers stated compares with their true recall, measured on a sample; nil if there is no
  /// sample yet.
  public let calibration: RecallCalibration?
}

extension KeptView {
  /// The status of the index. Before the first search, `kind` is the kind that the index of an empty store would have.
  var status: IndexStatus {
    let memory = view?.index.memory
    let count = view?.index.count ?? 0
    return IndexStatus(
      choice: plan.choice, kind: view?.kind ?? plan.kind(for: 0), crossover: plan.crossover,
      vectors: view.map { $0.index.count },
      bytesPerVector: count > 0 ? memory.map { Double($0.codes + $0.keys) / Double(count) } : nil,
      calibration: view?.calibration.flatMap(RecallCalibration.init))
  }
}

extension IndexStatus {
  /// A copy of this status. If the index isn't built yet, its `kind` is the one that the first search will build for
  /// this number of served passages.
  func expecting(passages: Int) -> IndexStatus {
    var status = self
    if vectors == nil { status.kind = IndexPlan(choice: choice, crossover: crossover).kind(for: passages) }
    return status
  }
}
