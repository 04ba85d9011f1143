internal import FreshetCoherence
internal import FreshetCorpus

/// Batches of passages that wait for their vectors.
extension SeededSimulation {
  mutating func advanceEmbedding(_ index: Int, _ number: Int) throws(InvariantViolation) {
    var embedding = processes[number].embeddings[index]
    switch embedding.phase {
    case .claim:
      guard claim(&embedding, number) else { return }
      if embedding.keys.isEmpty { return end(index, number, failure: nil) }
    case .call:
      if embedding.expires <= world.now {
        embedding.phase = .claim
      } else {
        try beginCall(embedding.keys, number, until: embedding.expires)
        embedding.phase = .wait(until: world.now + .milliseconds(embedder.delayInMilliseconds))
      }
    case .wait:
      guard try land(embedding, number) else { return }
      return end(index, number, failure: embedder.isFailing ? "the embedder fails" : nil)
    }
    processes[number].embeddings[index] = embedding
  }

  private mutating func claim(_ embedding: inout SimulatedEmbedding, _ number: Int) -> Bool {
    let keys = Array(store.claimable(now: world.now, forgetting: bug).prefix(embedding.limit))
    let expires = world.now + SimulatedProcess.embeddingLease
    if keys.isEmpty {
      embedding.keys = []
      return true
    }
    var fence = 0
    guard commit(number, { fence = $0.store.lease(keys, until: expires) }) else { return false }
    (embedding.keys, embedding.fence, embedding.expires, embedding.phase) = (keys, fence, expires, .call)
    return true
  }

  /// A text that is refused backs off alone; when the embedder fails, nothing lands.
  private mutating func land(_ embedding: SimulatedEmbedding, _ number: Int) throws(InvariantViolation) -> Bool {
    let refused = embedding.keys.filter { embedder.isFailing || embedder.refuses($0) }
    let landed = embedding.keys.filter { !refused.contains($0) }
    let now = world.now
    let isCommitted = try landing(landed, embedding.fence) { simulation in
      simulation.commit(number) {
        if $0.isLost(landed, embedding.fence) { $0.landmarks.reach(.leaseLost) }
        $0.store.land(landed, fence: embedding.fence, forgetting: $0.bug)
        $0.store.release(refused, fence: embedding.fence)
        for key in refused where !$0.embedder.isFailing {
          $0.store.queue[key]?.attempts += 1
          $0.store.queue[key]?.nextAt = now + .seconds(2)
        }
      }
    }
    if isCommitted { embedder.end(embedding.keys, by: number) }
    if !refused.isEmpty { landmarks.reach(.embeddingFailed) }
    return isCommitted
  }

  private mutating func end(_ index: Int, _ number: Int, failure: String?) {
    processes[number].embeddings.remove(at: index)
    tell(number, .refresh(.embedded(failure: failure, took: .milliseconds(50))))
    tell(number, .refresh(.backlog(store.backlog(now: world.now, forgetting: bug))))
  }

  func isLost(_ keys: [Int], _ fence: Int) -> Bool { keys.contains { store.leases[$0]?.fence != fence } }

  /// Minimal work: what has a vector isn't embedded again, and nothing twice within the time of a lease.
  mutating func beginCall(_ keys: [Int], _ number: Int, until expires: Timestamp) throws(InvariantViolation) {
    for key in keys {
      if store.vectors[key] != nil {
        throw InvariantViolation(.minimalWork, "\(key) has a vector and is embedded again")
      }
      if let call = embedder.calls[key], call.expires > world.now {
        throw InvariantViolation(.minimalWork, "\(key) is being embedded by \(call.process) and by \(number)")
      }
    }
    embedder.begin(keys, by: number, until: expires)
  }

  /// What was committed isn't written again: a filler that was overtaken is refused.
  mutating func landing(
    _ keys: [Int], _ fence: Int, _ body: (inout SeededSimulation) -> Bool
  ) throws(InvariantViolation) -> Bool {
    let stood = keys.filter { store.vectors[$0] != nil }
    let before = store.changes.count
    let isDone = body(&self)
    let written = store.changes.dropFirst(before).flatMap(\.keys)
    if let key = stood.first(where: written.contains) {
      throw InvariantViolation(.minimalWork, "the vector of \(key) was written again, under the old lease \(fence)")
    }
    return isDone
  }
}
