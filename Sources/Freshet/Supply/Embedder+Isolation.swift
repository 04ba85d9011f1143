internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetEmbedding

extension Embedder {
  /// Embeds a batch of texts. If the batch fails, embeds its halves separately, and so on, so that a text that can't be
  /// embedded doesn't block the others.
  ///
  /// If every text fails, this tries to embed a simple word. If that fails, too, the cause is the embedder, not the
  /// texts.
  /// - Throws: `CancellationError`; `FreshetError.embedderFailed` if the embedder can't embed any text.
  /// - Complexity: one call of the embedder if no text fails; O(f · log n) additional calls if f of n texts fail.
  func embedIsolatingFailures(_ texts: [AwaitedText]) async throws -> EmbeddedBatch {
    let batch = try await halving(texts)
    if batch.vectors.isEmpty, let why = batch.failures.values.first { try await checkAtAll(after: AdvisedText(why)) }
    return batch
  }

  private func halving(_ texts: [AwaitedText]) async throws -> EmbeddedBatch {
    do {
      return try await whole(texts)
    } catch let error as CancellationError {
      throw error
    } catch  where texts.count == 1 {
      var batch = EmbeddedBatch()
      batch.failures[texts[0].address] = "\(error)"
      return batch
    } catch {
      let middle = texts.count / 2
      var batch = try await halving(Array(texts[..<middle]))
      if batch.vectors.isEmpty { try await checkAtAll(after: "\(error)") }
      let other = try await halving(Array(texts[middle...]))
      batch.vectors.merge(other.vectors) { $1 }
      batch.failures.merge(other.failures) { $1 }
      batch.unknown.formUnion(other.unknown)
      return batch
    }
  }

  private func whole(_ texts: [AwaitedText]) async throws -> EmbeddedBatch {
    let vectors = try await embed(texts.map(\.text.string), for: .passage)
    guard vectors.count == texts.count, vectors.allSatisfy({ $0.dimension == space.dimension }) else {
      throw FreshetError.embedderFailed(
        why: "it returned the wrong number of vectors, or vectors of the wrong dimension")
    }
    var batch = EmbeddedBatch()
    for (text, vector) in zip(texts, vectors) {
      batch.vectors[text.address] = vector
      if isMostlyUnknown(text.text.string) { batch.unknown.insert(text.address) }
    }
    return batch
  }

  private func checkAtAll(after why: AdvisedText) async throws {
    do {
      _ = try await embed(["water"], for: .passage)
    } catch let error as CancellationError {
      throw error
    } catch {
      throw FreshetError.embedderFailed(why: why)
    }
  }
}
