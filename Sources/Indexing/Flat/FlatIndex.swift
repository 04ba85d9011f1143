internal import FreshetKernels
public import FreshetCorpus
internal import FreshetLinearAlgebra

/// The exact index: a search always returns the true nearest neighbours.
///
/// A single query reads a 4-bit code per component of every vector, and the float32 components only of vectors that the
/// bound of `NibbleCodes` can't exclude, about one in a thousand. A batch of queries uses the same codes, for twelve
/// queries at a time; on a processor that computes float32 matrix products (BLAS) faster, it uses these. Neither stores
/// the whole matrix of scores. An index with fewer than `fewestCoded` vectors has no codes, and scores every vector.
///
/// - Complexity: search O(n · d / 8) bytes read, insertion and removal O(d).
public struct FlatIndex: SimilarityIndex {
  private(set) var vectors: VectorTable
  private(set) var codes: NibbleCodes?

  /// The minimum number of vectors for which codes are made. For fewer, scoring all of them is faster than preparing a
  /// query for the codes.
  static let fewestCoded = 2_048

  /// Makes an empty index of vectors with this dimension.
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

  /// Does nothing, because this index allocates memory page by page.
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
  /// Calls `body` for each run of up to `blocksPerStep` adjacent blocks, with a pointer to the first block, the number
  /// of blocks, and the slot of the first vector in them.
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
