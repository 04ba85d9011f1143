internal import Coherence
internal import Corpus
internal import Embedding

extension Embedder {
  /// Embeds a batch; where it fails, its halves, so that one text that can't be embedded never blocks the others.
  ///
  /// - Throws: `CancellationError`; `FreshetError.embedderFailed` when not one of several texts could be embedded.
  /// - Complexity: one call when nothing fails; O(f · log n) more for f failing texts of n.
  func embedIsolatingFailures(
    _ batch: [EmbeddingRequest]
  ) async throws -> (vectors: [ContentAddress: UnitVector], failures: [ContentAddress: String]) {
    do {
      let vectors = try await embed(batch.map(\.text.string), for: .passage)
      guard vectors.count == batch.count, vectors.allSatisfy({ $0.dimension == space.dimension })
      else { throw FreshetError.embedderFailed(why: "it returned other vectors than were asked for") }
      return (Dictionary(uniqueKeysWithValues: zip(batch.map(\.address), vectors)), [:])
    } catch let error as CancellationError {
      throw error
    } catch  where batch.count == 1 {
      return ([:], [batch[0].address: "\(error)"])
    } catch {
      let middle = batch.count / 2
      let one = try await embedIsolatingFailures(Array(batch[..<middle]))
      let other = try await embedIsolatingFailures(Array(batch[middle...]))
      if one.vectors.isEmpty, other.vectors.isEmpty {
        throw FreshetError.embedderFailed(why: "\(error)")
      }
      return (
        one.vectors.merging(other.vectors) { $1 }, one.failures.merging(other.failures) { $1 }
      )
    }
  }
}
