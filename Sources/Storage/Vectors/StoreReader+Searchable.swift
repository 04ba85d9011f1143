package import FreshetCorpus

extension StoreReader {
  /// A random passage of a document with its vector, for a test search. Omits passages without a vector and passages
  /// whose text is mostly outside the embedder's vocabulary. Nil if no passage remains.
  package func searchablePassage(
    of id: DocumentID, in space: SpaceID
  ) throws -> (address: ContentAddress, vector: UnitVector)? {
    for placement in try placements(of: id).shuffled() {
      let address = placement.address
      if try isUnknown(address, in: space) || isAwaited(address, in: space) { continue }
      if try unembedded([address], in: space).isEmpty, let vector = try vector(at: address, in: space) {
        return (address, vector)
      }
    }
    return nil
  }
}
