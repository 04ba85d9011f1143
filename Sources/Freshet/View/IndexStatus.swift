public import FreshetCorpus
internal import FreshetIndexing

/// The similarity index of a cache.
public struct IndexStatus: Hashable, Sendable {
  /// The kind that the cache was opened with.
  public let choice: IndexChoice
  /// The kind of the index that answers; before the first question, of the one that will.
  public internal(set) var kind: IndexKind
  /// The number of passages from which `auto` is approximate.
  public let crossover: Int
  /// How many vectors the index holds; nil before the first question, which makes the index.
  public let vectors: Int?
  /// How many bytes the index takes for each vector besides its components: for its code, and to find it by its
  /// address. Nil without vectors.
  public let bytesPerVector: Double?
  /// How the recall that sampled answers stated compares with their true recall; nil while there is no sample.
  public let calibration: RecallCalibration?
}

extension KeptView {
  /// The status of the view's index. Before the first question, its `kind` is that for an empty store.
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
  /// This status, with the kind of index that the first question will make for this number of served passages.
  func expecting(passages: Int) -> IndexStatus {
    var status = self
    if vectors == nil { status.kind = IndexPlan(choice: choice, crossover: crossover).kind(for: passages) }
    return status
  }
}
