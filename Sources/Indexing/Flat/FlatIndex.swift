internal import FreshetKernels
public import FreshetCorpus
internal import FreshetLinearAlgebra

/// The exact index: it never leaves out a vector that is nearer.
///
/// A query reads four bits per component of every vector, and all components of the vectors that the bound of
/// `NibbleCodes` can't exclude: about one in a thousand. A batch computes integer products with the same codes, in
/// tiles of twelve queries. On a processor that computes BLAS products faster, it computes these with the components,
/// in tiles. Neither writes out a matrix of scores. Below `fewestCoded` vectors, the index scores every vector.
///
/// - Complexity: search O(n · d / 8) bytes read, insertion and removal O(d).
public struct FlatIndex: SimilarityIndex {
  private(set) var vectors: VectorTable
  private(set) var codes: NibbleCodes?

  /// Below this many vectors, scoring all of them takes less time than preparing a query.
  static let fewestCoded = 2_048

  /// An empty index of vectors with this dimension.
  public init(dimension: Int) {
    vectors = VectorTable(dimension: dimension)
  }

  init(vectors: VectorTable, codes: NibbleCodes?) {
    self.vectors = vectors
    self.codes = codes
  }

  public var dimension: Int { vectors.dimension }
  public var count: Int { vectors.count }
  public var isSound: Bool { vectors.isSoundNow }

  public var memory: IndexMemory {
    let bytes = vectors.bytes
    let blocks = codes.map { $0.blocks.pages.count * $0.blocks.stride * NibbleCodes.blocksPerPage } ?? 0
    return IndexMemory(vectors: bytes.vectors, keys: bytes.keys, codes: blocks)
  }

  /// Does nothing, because memory grows by pages.
  public mutating func reserve(_ capacity: Int) {}

  public mutating func insert(_ vector: UnitVector, at address: ContentAddress) {
    precondition(vector.dimension == dimension, "\(vector.dimension) components, not \(dimension)")
    guard vectors.isSound(around: address) else { return }
    remove(address)
    let slot = vectors.insert(vector, at: address)
    codes?.set(slot, to: vectors.row(slot))
    if codes == nil, count >= Self.fewestCoded, dimension <= Int(FRESHET_WIDEST) { codes = NibbleCodes(of: vectors) }
  }

  public mutating func remove(_ address: ContentAddress) {
    guard let slot = vectors.slot(of: address) else { return }
    vectors.remove(slot)
    codes?.clear(slot)
  }

  public func contains(_ address: ContentAddress) -> Bool { vectors.slot(of: address) != nil }

  public func score(of address: ContentAddress, to query: UnitVector) -> Float? {
    precondition(query.dimension == dimension, "\(query.dimension) components, not \(dimension)")
    return vectors.slot(of: address).map { vectors.score($0, query) }
  }

  public func admitting(_ addresses: some Sequence<ContentAddress>) -> AdmittedSlots {
    AdmittedSlots(addresses.lazy.compactMap { vectors.slot(of: $0) }, slotCount: vectors.slotCount)
  }

  public mutating func maintain() -> Bool { vectors.image?.checkNext(4 << 20) ?? false }

  public func search(
    _ limit: Int, for queries: [UnitVector], recall: RecallTarget, among admitted: AdmittedSlots?
  ) -> [Neighbours] {
    precondition(queries.allSatisfy { $0.dimension == dimension }, "a query has not \(dimension) components")
    return found(limit, queries, admitted).map { Neighbours(found: $0, recall: 1, isExact: true) }
  }

  private func found(_ limit: Int, _ queries: [UnitVector], _ admitted: AdmittedSlots?) -> [[Neighbour]] {
    if count == 0 || limit <= 0 { return queries.map { _ in [] } }
    guard let codes, limit < count / 16, admitted.map({ $0.count > count / 16 }) ?? true else {
      return queries.map { vectors.scan(limit, for: $0, among: admitted) }
    }
    if queries.count < 4 { return queries.map { nearest(limit, to: $0, codes, admitted) } }
    if SimilarityKernels.fastest.prefers_integer_products != 0 || !BLAS.isReliable {
      return nearest(limit, toAll: queries, codes, admitted)
    }
    return vectors.scanAll(limit, for: queries, among: admitted)
  }

  private static let blocksPerStep = 32

  private func nearest(
    _ limit: Int, to query: UnitVector, _ codes: NibbleCodes, _ admitted: AdmittedSlots?
  ) -> [Neighbour] {
    var search = CertifiedSearch(vectors, codes, limit: limit, query: query, among: admitted)
    var kernel = search.query.kernel
    let width = codes.rotation.width
    withUnsafeTemporaryAllocation(of: freshet_scan_hit.self, capacity: 16 * Self.blocksPerStep) { hits in
      codes.eachStep(of: Self.blocksPerStep) { blocks, count, slot in
        let kept = SimilarityKernels.fastest.scan_nibbles(
          blocks, count, width, &kernel, search.threshold, hits.baseAddress!)
        search.absorb(UnsafeBufferPointer(rebasing: hits[..<kept]), from: slot)
      }
    }
    return search.finish()
  }
}

extension NibbleCodes {
  /// Calls `body` for runs of neighbouring blocks: where they lie, how many there are, and the slot of the first one's
  /// first lane.
  func eachStep(of blocksPerStep: Int, _ body: (UnsafePointer<UInt8>, Int, Int) -> Void) {
    for (number, page) in blocks.pages.enumerated() {
      let used = blocks.used(number)
      for start in stride(from: 0, to: used, by: blocksPerStep) {
        let place = page.bytes.assumingMemoryBound(to: UInt8.self) + start * blocks.stride
        body(UnsafePointer(place), min(blocksPerStep, used - start), 16 * (number * Self.blocksPerPage + start))
      }
    }
  }
}
