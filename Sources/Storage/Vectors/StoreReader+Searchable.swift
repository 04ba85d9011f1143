package import FreshetCorpus

extension StoreReader {
  /// One of a document's passages, another one from time to time, whose vector tells it from others; nil when it has
  /// none.
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
