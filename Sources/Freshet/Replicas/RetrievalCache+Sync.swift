internal import Coherence
internal import Storage

extension RetrievalCache {
  /// Exchanges everything that differs with another store: afterwards both hold the same versions of every document.
  ///
  /// Documents that a store reads from a source of its own are read again there, for that source has the last word. Where both
  /// stores embed alike, vectors travel with their texts, and nothing is embedded. Interrupt it at any moment and call it again.
  ///
  /// - Parameter acceptingDeletions: accepts any number of removals, on either side. Otherwise removals of most of a
  ///   source's documents are held back: those documents stay served, and `heldHere` and `heldThere` count them.
  /// - Throws: `FreshetError.sameStore`, `.otherProtocol`, `.replicaFailed`, `.untrustworthyReplica`; `CancellationError`.
  /// - Complexity: both stores' versions are digested, O(n) for n documents; what is sent grows with what differs.
  public func sync(with other: RetrievalCache, acceptingDeletions: Bool = false) async throws -> SyncSummary {
    if store.path == other.store.path { throw FreshetError.sameStore(store.path) }
    let server = other.syncServer(acceptingDeletions: acceptingDeletions)
    let (summary, taken) = try await run(over: LocalTransport(server: server), acceptingDeletions)
    try await other.resolve(taken)
    return summary
  }

  /// The same with a store of another process, which runs `serveSync` at the other ends of these descriptors.
  ///
  /// - Parameters:
  ///   - input: where its answers come from.
  ///   - output: where questions to it go.
  ///   - acceptingDeletions: as above, for this side; the caller of `serveSync` decides for the other side.
  public func sync(input: Int32, output: Int32, acceptingDeletions: Bool = false) async throws -> SyncSummary {
    try await run(over: StreamTransport(stream: FrameStream(input: input, output: output)), acceptingDeletions).0
  }

  /// Answers another store's exchange until its end, or the stream's.
  ///
  /// - Parameter acceptingDeletions: as for `sync`, for this side.
  public func serveSync(input: Int32, output: Int32, acceptingDeletions: Bool = false) async throws {
    var server = syncServer(acceptingDeletions: acceptingDeletions)
    let stream = FrameStream(input: input, output: output)
    while let frame = try await stream.read() {
      try await stream.write(try server.reply(to: try SyncFrame(bytes: frame)).bytes)
    }
    try await resolve(server.taken.sorted())
  }

  nonisolated func syncServer(acceptingDeletions: Bool) -> SyncServer {
    SyncServer(
      store: store, sources: sources, resolutions: resolutions, clock: clock, acceptsDeletions: acceptingDeletions)
  }

  private func run(
    over transport: some SyncTransport, _ acceptingDeletions: Bool
  ) async throws -> (SyncSummary, [DocumentID]) {
    var client = SyncClient(
      store: store, sources: sources, resolutions: resolutions, clock: clock,
      acceptsDeletions: acceptingDeletions, transport: transport)
    try await client.run()
    let taken = client.taken.sorted()
    try await resolve(taken)
    var summary = client.summary
    summary.conflicted = try store.read { reader in
      try taken.filter { try reader.document($0).map { $0.siblings > 1 } ?? false }
    }
    return (summary, taken)
  }
}
