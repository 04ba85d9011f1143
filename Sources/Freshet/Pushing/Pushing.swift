internal import FreshetChunking
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
    try await push([order], waiting)[0]
  }

  /// Stores the writes in one commit, in their order. If one fails, none is stored.
  ///
  /// - Returns: a receipt for each write, all with the token of that commit.
  func push(_ orders: [PushOrder], _ waiting: Duration) async throws -> [WriteReceipt] {
    if orders.isEmpty { return [] }
    for order in orders { try order.refuseNUL() }
    let space = environment.embedder.space
    let sizes = try environment.store.read { try environment.sizes(of: DocumentID.pushed, $0) }
    let files = try orders.map { try $0.parted(try environment.embedder.chunker(sizes), space: space.id) }
    try await prepare(files.compactMap { $0?.install.texts }, waiting)
    let now = environment.clock()
    let receipts = try environment.store.write { writer in
      try writer.activateIfNone(space)
      if try writer.reader.chunker(of: DocumentID.pushed) == nil {
        try writer.record(chunker: ContentDefinedChunker.name(for: sizes).description, of: DocumentID.pushed)
      }
      try environment.checkSpace(writer.reader)
      let receipts = try zip(orders, files).map { order, file in
        try writer.push(order, file?.install, in: space.id, by: resolutions[order.id.source].rule, at: now)
      }
      let token = try writer.reader.token()
      return receipts.map { WriteReceipt(token: token, context: $0.context, isConflicted: $0.isConflicted) }
    }
    let conflicted = zip(orders, receipts).filter { $1.isConflicted }.map { $0.0.id }
    guard try await resolve(conflicted) else { return receipts }
    return try zip(orders, receipts).map { order, receipt in
      receipt.isConflicted ? try renewed(receipt, order.id) : receipt
    }
  }

  /// Does what the policy demands before a commit of these texts: waits until few enough passages await their vectors,
  /// or embeds the texts.
  private func prepare(_ texts: [[ContentAddress: NormalizedText]], _ waiting: Duration) async throws {
    if texts.isEmpty { return }
    switch settings {
    case .writeBehind(_, let maxPending, _): try await waitForRoom(below: maxPending, waiting)
    case .writeThrough, .refreshAhead: try await embed(texts.reduce(into: [:]) { $0.merge($1) { first, _ in first } })
    }
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
