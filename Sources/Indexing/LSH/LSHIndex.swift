internal import FreshetKernels
public import FreshetCorpus

/// The approximate index. It assigns the vectors to cells (clusters), and stores a 1-bit signature per component of
/// each vector. A search scans the signatures in the nearest cells, and computes exact scores of the remaining
/// candidates.
///
/// A search scans further cells until its own estimate of recall meets the target. For a target that an approximate
/// search can't meet, it scores every vector. The index needs no training: it starts with one cell, and `maintain`
/// splits, merges and moves cells in bounded steps as vectors change. So it adapts to a changing corpus without a
/// rebuild.
///
/// Sources: Charikar, "Similarity estimation techniques from rounding algorithms", STOC 2002 (signs after a random
/// rotation); Gao and Long, "RaBitQ", SIGMOD 2024 (the unbiased estimate and its error); Xu et al., "SPFresh", SOSP
/// 2023 (splitting and merging cells in place).
///
/// - Complexity: insertion, replacement and removal O(d · pivots); search about O(√n) for n vectors.
public struct LSHIndex: SimilarityIndex {
  var vectors: VectorTable
  var cells: CellSet
  var model = RecallModel()
  var reserved = 0
  var random = SeededRandom(1)
  /// A sample of the questions asked, from which the recall model learns. Once there are `mostAsked`, each new question
  /// replaces a random one.
  private(set) var asked: [UnitVector] = []
  static let mostAsked = 256

  /// Makes an empty index of vectors with this dimension.
  public init(dimension: Int) {
    vectors = VectorTable(dimension: dimension)
    cells = CellSet(dimension: dimension, pool: vectors.pool)
  }

  public var dimension: Int { vectors.dimension }
  public var count: Int { vectors.count }
  public var isSound: Bool { vectors.isSoundNow }

  public var memory: IndexMemory {
    let bytes = vectors.bytes
    let entries = cells.cells.reduce(0) { $0 + ($1.slab.map { MemoryPool.sizeClass($0.count) } ?? 0) }
    let pages = [cells.pivots, cells.codes, cells.sums, cells.homes].map { $0.pages.reduce(0) { $0 + $1.count } }
    return IndexMemory(
      vectors: bytes.vectors, keys: bytes.keys, codes: entries + pages.reduce(0, +) + 60 * cells.count)
  }

  public mutating func reserve(_ capacity: Int) { reserved = capacity }

  public mutating func insert(_ vector: UnitVector, at address: ContentAddress) {
    precondition(vector.dimension == dimension, "\(vector.dimension) components, not \(dimension)")
    remove(address)
    guard vectors.isSound(around: address) else { return }
    let slot = vectors.insert(vector, at: address)
    withRotated(slot) { index, y in index.cells.place(slot, y, in: index.cells.home(of: y)) }
    model.noteChange()
  }

  public mutating func remove(_ address: ContentAddress) {
    guard let slot = vectors.slot(of: address), areEntriesSound(of: slot) else { return }
    withRotated(slot) { index, y in index.cells.displace(slot, y) }
    vectors.remove(slot)
    model.noteChange()
  }

  /// Drops the older half of `asked`, because the questions change when the corpus changes.
  mutating func forgetHalfOfAsked() { asked.removeFirst(asked.count / 2) }

  /// Adds a question to the sample of questions from which the index learns to estimate its recall.
  public mutating func observe(_ question: UnitVector) {
    if asked.count == Self.mostAsked { asked.remove(at: Int.random(in: 0..<asked.count, using: &random)) }
    asked.append(question)
  }

  public func contains(_ address: ContentAddress) -> Bool { vectors.slot(of: address) != nil }

  public func score(of address: ContentAddress, to query: UnitVector) -> Float? {
    precondition(query.dimension == dimension, "\(query.dimension) components, not \(dimension)")
    return vectors.slot(of: address).map { vectors.score($0, query) }
  }

  public func admitting(_ addresses: some Sequence<ContentAddress>) -> AdmittedSlots {
    let slots = Set(addresses.lazy.compactMap { vectors.slot(of: $0) }.filter(isHomeSound))
    return AdmittedSlots(slots, slotCount: vectors.slotCount, weights: cells.weights(of: slots))
  }

  mutating func withRotated(_ slot: Int, _ body: (inout LSHIndex, UnsafePointer<Float>) -> Void) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: cells.width) { y in
      cells.rotation.rotate(vectors.row(slot), into: y.baseAddress!)
      body(&self, UnsafePointer(y.baseAddress!))
    }
  }
}
