internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetEmbedding
internal import FreshetStorage

/// Stores documents that programs push, and resolves conflicts between concurrent writes.
struct Pushing: Sendable {
  let environment: CacheEnvironment
  /// The policy for pushed documents.
  let settings: CoherenceSettings
  let resolutions: ResolutionSet

  init(in environment: CacheEnvironment, _ options: CacheOptions) {
    self.environment = environment
    settings = options.pushed
    resolutions = ResolutionSet(named: options.resolutions)
  }

  func push(_ order: PushOrder, _ waiting: Duration) async throws -> WriteReceipt {
    try order.refuseNUL()
    let file = try order.parted(try environment.embedder.chunker(), space: environment.embedder.space.id)
    if let file {
      switch settings {
      case .writeBehind(_, let maxPending, _): try await waitForRoom(below: maxPending, waiting)
      case .writeThrough, .refreshAhead: try await embed(file.install.texts)
      }
    }
    let now = environment.clock()
    let receipt = try environment.store.write { writer in
      try writer.activateIfNone(environment.embedder.space)
      try environment.checkSpace(writer.reader)
      let rule = resolutions[order.id.source].rule
      return try writer.push(order, file?.install, in: environment.embedder.space.id, by: rule, at: now)
    }
    guard receipt.isConflicted else { return receipt }
    return try await resolve([order.id]) ? renewed(receipt, order.id) : receipt
  }

  /// The receipt of a write that caused a conflict, updated after the conflict was resolved.
  private func renewed(_ receipt: WriteReceipt, _ id: DocumentID) throws -> WriteReceipt {
    try environment.store.read {
      WriteReceipt(token: try $0.token(), context: receipt.context, isConflicted: try $0.knownDocument(id).isConflicted)
    }
  }

  /// Resolves conflicts of these documents with the custom resolution function of their source. Skips documents whose
  /// source has no such function.
  ///
  /// - Returns: whether any conflict was resolved.
  @discardableResult
  func resolve(_ documents: some Sequence<DocumentID>) async throws -> Bool {
    var hasResolved = false
    for id in documents {
      guard case .custom(let merge) = resolutions[id.source] else { continue }
      guard let document = try environment.store.read({ try $0.storedDocument(id) }), document.isConflicted,
        let text = try await merge(document)
      else { continue }
      _ = try await push(PushOrder(id: id, text: text, context: document.context), .seconds(30))
      hasResolved = true
    }
    return hasResolved
  }

  /// Embeds the passages of a write under the write-through policy, which stores all vectors before the text. If other
  /// processes embed the same passages, this waits for them.
  private func embed(_ texts: [ContentAddress: NormalizedText]) async throws {
    try environment.store.read { reader in
      if try reader.activeSpace() != nil { try environment.checkSpace(reader) }
    }
    try await environment.canaryTest.refuseDrifted()
    var supply = environment.supply
    let batch = try await supply.embed(texts)
    if let why = batch.failures.values.first { throw FreshetError.embedderFailed(why: AdvisedText(why)) }
  }

  private func waitForRoom(below maxPending: Int, _ patience: Duration) async throws {
    let deadline = ContinuousClock.now + patience
    while true {
      let awaiting = try environment.store.read { try $0.awaitedCount(in: environment.embedder.space.id) }
      if awaiting < maxPending { return }
      if ContinuousClock.now >= deadline { throw FreshetError.backlogFull(awaiting: awaiting, limit: maxPending) }
      try await Task.sleep(for: VectorSupply.lookEvery)
    }
  }
}
