internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetEmbedding
internal import FreshetStorage

/// Embeds passages that have no vector, and stores the vectors. Each passage is embedded only once, even if several
/// processes do this.
///
/// Before embedding a passage, this process takes a lease on it in the store (an expiring, exclusive right to embed
/// it), and renews the lease while the embedder works. If this process was suspended until the lease expired, another
/// process may have taken over the passage. Then this process's vector is discarded.
struct VectorSupply: Sendable {
  /// How many tokens a batch contains at most: about one second of work. If a batch is interrupted, little is lost, and
  /// yet it has enough texts to sort them by length.
  static let tokensPerBatch = 8_192
  static let passagesPerBatch = BatchSize.least
  /// How long a lease lasts without renewal. If a process is killed, other processes can embed its passages after this
  /// time.
  static let leaseTime = Duration.seconds(10)

  private let environment: CacheEnvironment
  private(set) var embedded: Set<ContentAddress> = []
  private(set) var tokens = 0
  private(set) var embeddingTime = Duration.zero

  init(in environment: CacheEnvironment) {
    self.environment = environment
  }

  private var store: Store { environment.store }
  private var embedder: DeferredEmbedder { environment.embedder }
  private var holder: String { CacheEnvironment.holder }
  private var clock: WallClock { environment.clock }
  private var metrics: CacheMetrics { environment.metrics }
  private var expiry: Timestamp { clock() + Self.leaseTime }

  /// Embeds `texts`. Returns when each of them has its vector in the store or has failed; waits for texts that other
  /// processes are embedding.
  mutating func embed(_ texts: [ContentAddress: NormalizedText]) async throws -> EmbeddedBatch {
    var result = EmbeddedBatch()
    var isWaiting = false
    while true {
      let open = texts.filter { result.failures[$0.key] == nil }
      let (space, holder, expiry, now) = (embedder.space, holder, expiry, clock())
      let lease = try store.write {
        try $0.activateIfNone(space)
        try $0.keep(open, at: now)
        return try $0.leaseMissing(open, in: space.id, holder: holder, until: expiry, at: now)
      }
      if !lease.texts.isEmpty {
        let batch = try await perform(lease) { _ in nil }
        result.failures.merge(batch.failures) { first, _ in first }
        isWaiting = false
      } else if try store.read({ try $0.unembedded(open.keys, in: space.id) }).isEmpty {
        return result
      } else {
        if !isWaiting { metrics.countLeaseWait() }
        isWaiting = true
        try await Task.sleep(for: Self.lookEvery)
      }
    }
  }

  /// Embeds up to `limit` of the passages that await their vectors, oldest first.
  ///
  /// - Parameter retry: returns the time of the next attempt for a passage whose embedding has failed; nil for no
  ///   further attempt.
  /// - Returns: the embedded batch; nil if no passage can be embedded now.
  mutating func embedAwaited(
    limit: Int = passagesPerBatch, retry: @escaping @Sendable (AwaitedText) -> Timestamp?
  ) async throws -> EmbeddedBatch? {
    let (space, holder, expiry, now) = (embedder.space.id, holder, expiry, clock())
    if try store.read({ try $0.nextAwaited(in: space) }).map({ $0 > now }) ?? true { return nil }
    let lease = try store.write {
      try $0.leaseAwaited(in: space, limit: limit, holder: holder, until: expiry, at: now)
    }
    if lease.texts.isEmpty { return nil }
    return try await perform(lease, retry)
  }

  /// How often to check whether another process has finished embedding.
  static let lookEvery = Duration.milliseconds(20)

  private mutating func perform(
    _ lease: EmbeddingLease, _ retry: @escaping @Sendable (AwaitedText) -> Timestamp?
  ) async throws -> EmbeddedBatch {
    let begun = ContinuousClock.now
    let batch: EmbeddedBatch
    do {
      batch = try await embedded(lease)
    } catch {
      if !(error is CancellationError) { metrics.countEmbeddingFailures(lease.texts.count) }
      try store.write(durably: false) { try $0.release(lease) }
      throw error
    }
    let now = clock()
    let overtaken = try store.write { writer in
      let overtaken = try writer.land(batch, under: lease, at: now)
      for text in lease.texts {
        guard let why = batch.failures[text.address] else { continue }
        let retryAt = retry(text)
        try writer.failAwaited(
          text.address, under: lease, why: why, attempts: text.attempts + 1, retryAt: retryAt,
          isDeadLetter: retryAt == nil)
      }
      return overtaken
    }
    let took = ContinuousClock.now - begun
    embeddingTime += took
    let landed = Set(batch.vectors.keys).subtracting(overtaken)
    metrics.countEmbeddings(landed.count, failed: batch.failures.count, took: took)
    embedded.formUnion(landed)
    let model = try embedder.loaded()
    tokens += lease.texts.filter { landed.contains($0.address) }.reduce(0) { $0 + model.tokenCount(of: $1.text.string) }
    return batch
  }

  /// Embeds the leased passages, and renews the lease until that is done.
  private func embedded(_ lease: EmbeddingLease) async throws -> EmbeddedBatch {
    let (embedder, renewal) = (embedder, LeaseRenewal(lease: lease, store: store, clock: clock))
    return try await withThrowingTaskGroup(of: EmbeddedBatch?.self) { group in
      group.addTask { try await embedder.loaded().embedIsolatingFailures(lease.texts) }
      group.addTask { try await renewal.run() }
      while let finished = try await group.next() {
        guard let batch = finished else { continue }
        group.cancelAll()
        return batch
      }
      throw CancellationError()
    }
  }
}
