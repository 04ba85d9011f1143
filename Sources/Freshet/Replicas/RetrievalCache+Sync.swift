internal import FreshetCoherence
internal import Logging
internal import FreshetStorage

extension RetrievalCache {
  /// Exchanges everything that differs with another store: afterwards both hold the same versions of every document.
  ///
  /// If a store reads a document from a source of its own, it reads the document again there, because that source
  /// decides. If both stores embed alike, vectors travel with their texts, and neither store embeds anything. You may
  /// interrupt the exchange at any moment and call it again.
  ///
  /// - Parameters:
  ///   - other: the other store.
  ///   - acceptingDeletions: accepts any number of removals, on either side. Otherwise removals of most of a source's
  ///     documents are held back: those documents stay served, and `heldHere` and `heldThere` count them.
  /// - Throws: `FreshetError.sameStore`, `.otherProtocol`, `.replicaFailed`, `.untrustworthyReplica`;
  ///   `CancellationError`.
  /// - Complexity: O(n) to digest both stores' versions of n documents; what is sent grows with what differs.
  public func sync(with other: RetrievalCache, acceptingDeletions: Bool = false) async throws -> SyncSummary {
    if store.path == other.store.path { throw FreshetError.sameStore(store.path) }
    let answers = other.syncAnswers(acceptingDeletions: acceptingDeletions)
    let transport = LocalTransport { try await answers.reply(to: $0) }
    let (summary, taken) = try await run(over: transport, acceptingDeletions)
    try await other.pushing.resolve(taken)
    return summary
  }

  /// Exchanges with a store that a function reaches: it passes on a question and returns the answer.
  package func sync(
    by exchange: @escaping @Sendable ([UInt8]) async throws -> [UInt8]
  ) async throws -> SyncSummary {
    try await run(over: LocalTransport(answer: exchange), false).0
  }

  package nonisolated func syncAnswers(acceptingDeletions: Bool = false) -> SyncAnswers {
    SyncAnswers(party(acceptingDeletions: acceptingDeletions))
  }

  /// Exchanges everything that differs with a store of another process, which runs `serveSync` at the other ends of
  /// these descriptors. See `sync(with:acceptingDeletions:)`.
  ///
  /// - Parameters:
  ///   - input: the file descriptor to read answers from.
  ///   - output: the file descriptor to write questions to.
  ///   - patience: how long the other side may be silent before the exchange ends; nil for the default of 8 s.
  ///   - acceptingDeletions: accepts any number of removals on this side; the caller of `serveSync` decides for the
  ///     other side.
  public func sync(
    input: Int32, output: Int32, patience: Duration? = nil, acceptingDeletions: Bool = false
  ) async throws -> SyncSummary {
    let stream = FrameStream(input: input, output: output, patience: patience ?? FrameStream.patience)
    return try await stream.living { try await run(over: StreamTransport(stream: stream), acceptingDeletions).0 }
  }

  /// Answers another store's questions until the exchange or the stream ends.
  ///
  /// - Parameters:
  ///   - input: the file descriptor to read questions from.
  ///   - output: the file descriptor to write answers to.
  ///   - patience: how long the other side may be silent; nil for the default of 8 s.
  ///   - acceptingDeletions: see `sync`; it applies to this side.
  /// - Throws: like `sync`, if the other side sent something that isn't allowed, or is silent. This side keeps what
  ///   arrived before.
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
        "this store doesn't believe a peer's claim about a third store",
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
