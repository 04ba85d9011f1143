internal import FreshetCoherence
internal import Logging
internal import FreshetStorage

extension RetrievalCache {
  /// Syncs this store with another store. Afterwards both have the same versions of every document.
  ///
  /// For a document that a store reads from a folder of its own, that store reads the file again, because its file has
  /// precedence over received versions. If both stores use the same embedder, they send vectors together with the
  /// texts, so that neither has to embed. You may interrupt the sync at any time and call it again.
  ///
  /// - Parameters:
  ///   - other: a cache that has the other store open.
  ///   - acceptingDeletions: whether both stores accept any number of removals. If false, a store doesn't carry out
  ///     removals of most of a source's documents: it continues to serve these documents, and `heldHere` and
  ///     `heldThere` count them.
  /// - Throws: `FreshetError.sameStore` if both caches have the same store; `.otherProtocol` if the versions of the
  ///   sync protocol differ; `.replicaFailed` if the other side fails; `.untrustworthyReplica` if its data fails a
  ///   check; `CancellationError`.
  /// - Complexity: O(n) time to hash the versions of n documents on both sides. The number of bytes sent is
  ///   proportional to the differences.
  public func sync(with other: RetrievalCache, acceptingDeletions: Bool = false) async throws -> SyncSummary {
    if store.path == other.store.path { throw FreshetError.sameStore(store.path) }
    let answers = other.syncAnswers(acceptingDeletions: acceptingDeletions)
    let transport = LocalTransport { try await answers.reply(to: $0) }
    let (summary, taken) = try await run(over: transport, acceptingDeletions)
    try await other.pushing.resolve(taken)
    return summary
  }

  /// Syncs with a store that is reached through a function. `exchange` delivers a request to the other store and
  /// returns its reply.
  package func sync(
    by exchange: @escaping @Sendable ([UInt8]) async throws -> [UInt8]
  ) async throws -> SyncSummary {
    try await run(over: LocalTransport(answer: exchange), false).0
  }

  package nonisolated func syncAnswers(acceptingDeletions: Bool = false) -> SyncAnswers {
    SyncAnswers(party(acceptingDeletions: acceptingDeletions))
  }

  /// Syncs this store with a store that another process has open. That process runs `serveSync` at the other ends of
  /// these file descriptors. See `sync(with:acceptingDeletions:)`.
  ///
  /// - Parameters:
  ///   - input: the file descriptor from which this side reads replies.
  ///   - output: the file descriptor to which this side writes requests.
  ///   - patience: how long the other side may send nothing before the sync fails; nil for the default of 8 s.
  ///   - acceptingDeletions: whether this side accepts any number of removals. The caller of `serveSync` decides for
  ///     the other side.
  public func sync(
    input: Int32, output: Int32, patience: Duration? = nil, acceptingDeletions: Bool = false
  ) async throws -> SyncSummary {
    let stream = FrameStream(input: input, output: output, patience: patience ?? FrameStream.patience)
    return try await stream.living { try await run(over: StreamTransport(stream: stream), acceptingDeletions).0 }
  }

  /// Runs the serving side of a sync: replies to another store's requests until the sync or the stream ends.
  ///
  /// - Parameters:
  ///   - input: the file descriptor from which this side reads requests.
  ///   - output: the file descriptor to which this side writes replies.
  ///   - patience: how long the other side may send nothing before the call fails; nil for the default of 8 s.
  ///   - acceptingDeletions: whether this side accepts any number of removals; see `sync`.
  /// - Throws: the errors of `sync`, if the other side violates the protocol or stops sending. This side keeps what it
  ///   received before.
  public func serveSync(
    input: Int32, output: Int32, patience: Duration? = nil, acceptingDeletions: Bool = false
  ) async throws {
    let stream = FrameStream(input: input, output: output, patience: patience ?? FrameStream.patience)
    try await stream.living { try await serve(stream, acceptingDeletions) }
  }

  private func serve(_ stream: FrameStream, _ acceptingDeletions: Bool) async throws {
    var server = SyncServer(party(acceptingDeletions: acceptingDeletions))
    while server.failure == nil, let frame = try await stream.read() {
      try await stream.write(try await server.reply(to: frame).bytes)
    }
    for claim in server.cutClaims {
      logger.warning(
        "another store claims to have seen more writes of a third store than this store can confirm; only the confirmed ones count",
        metadata: ["replica": "\(claim.replica.name)", "claimed": "\(claim.claimed)", "believed": "\(claim.believed)"])
    }
    try await pushing.resolve(server.taken.sorted())
    if let failure = server.failure { throw failure }
  }

  nonisolated func party(acceptingDeletions: Bool) -> ExchangeParty {
    ExchangeParty(
      store: store, sources: sources, resolutions: pushing.resolutions, clock: clock,
      acceptsDeletions: acceptingDeletions,
      vectorCheck: environment.vectorCheck)
  }

  private func run(
    over transport: some SyncTransport, _ acceptingDeletions: Bool
  ) async throws -> (SyncSummary, [DocumentID]) {
    var client = SyncClient(party(acceptingDeletions: acceptingDeletions), over: transport)
    do {
      try await client.run()
    } catch {
      throw FreshetError.ofExchange(error)
    }
    let taken = client.taken.sorted()
    try await pushing.resolve(taken)
    var summary = client.summary
    summary.conflicted = try store.read { reader in
      try taken.filter { try reader.document($0).map { $0.siblings > 1 } ?? false }
    }
    return (summary, taken)
  }
}
