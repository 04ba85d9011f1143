public import FreshetCorpus
internal import FreshetIndexing

/// The similarity index of a cache.
public struct IndexStatus: Hashable, Sendable {
  /// The kind that the cache was opened with.
  public let choice: IndexChoice
  /// The one that answers; before the first question the one that will.
  public internal(set) var kind: IndexKind
  /// From this many passages on, `auto` is approximate.
  public let crossover: Int
  /// Vectors in it; nil before the first question, for the index is made for that.
  public let vectors: Int?
  /// Of codes and of what finds a vector by its address, beside its components; nil without vectors.
  public let bytesPerVector: Double?
  /// How the recall that sampled answers stated compares with their true recall; nil while there is no sample.
  public let calibration: RecallCalibration?
}

extension KeptView {
  /// Its `kind` before the first question is that for an empty store.
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
  /// The same, with the kind of index that the first question will make for this number of served passages.
  func expecting(passages: Int) -> IndexStatus {
    var status = self
    if vectors == nil { status.kind = IndexPlan(choice: choice, crossover: crossover).kind(for: passages) }
    return status
  }
}
