internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

extension StoreWriter {
  /// Stores a write, and serves the versions that the source's conflict rule selects among the current ones.
  ///
  /// - Parameter install: the text, split into passages; nil for a removal.
  func push(
    _ order: PushOrder, _ install: PreparedInstall?, in space: SpaceID, by rule: ConflictRule, at now: Timestamp
  ) throws -> WriteReceipt {
    let (id, set) = (order.id, try reader.versionSet(of: order.id))
    let read = order.context ?? set.context
    try refuseIfBehind(order, set, read)
    let verified = Verification(method: .pushed, at: now)
    if try isUnchanged(install, set, read, order.change) { return try receipt(id, read) }
    if let install {
      try keep(install.texts, at: now)
      try discardUnsound(install.texts.keys, in: space)
      try keep(blob: Array((order.text ?? "").utf8), of: install.manifest.revision)
    }
    let standIns = try install.map { try self.standIns(for: $0.manifest) } ?? [:]
    // The write has the newest timestamp, so under the rule `newest` it also replaces versions that its writer had not
    // read.
    let context = rule == .newest ? read.merged(with: set.context) : read
    let dot = try write(install?.manifest.content, to: id, context: context, change: order.change, at: now)
    let stands = try reader.versionSet(of: id)
    let standing = StandingVersions(of: stands, by: rule)
    try serve(
      standing.served, siblings: standing.siblings, of: id, in: space,
      standIns: standing.served == [dot] ? standIns : [:], verified: verified)
    // If the write replaced all other versions, its writer counts as having read all that this store has seen of the
    // document.
    return try receipt(id, stands.siblings.count == 1 ? stands.context : read.covering(dot))
  }

  private func refuseIfBehind(_ order: PushOrder, _ set: VersionSet<VersionHead>, _ read: CausalContext) throws {
    let replica = try reader.identity().replica
    let own = read.dots.filter { $0.replica == replica }.map(\.write) + [read.vector.counts[replica, default: 0]]
    let writes = try reader.writes()
    if own.contains(where: { $0 > writes }) {
      throw FreshetError.contextFromAnotherHistory(order.id, store: reader.storePath)
    }
    guard order.behind == .refuse else { return }
    let missed = set.siblings.keys.filter { !read.covers($0) }
    if !missed.isEmpty {
      throw FreshetError.behind(current: try reader.knownDocument(order.id), missed: missed.sorted())
    }
  }

  /// Whether the write would change nothing: the current version has exactly this text, the writer has read all current
  /// versions, and the text was split by the current chunker for the current embedding space.
  private func isUnchanged(
    _ install: PreparedInstall?, _ set: VersionSet<VersionHead>, _ read: CausalContext, _ change: AttributeChange
  ) throws -> Bool {
    guard let manifest = install?.manifest else { return set.siblings.isEmpty && read == set.context }
    guard change.isEmpty, set.agrees(on: manifest.revision), set.siblings.keys.allSatisfy(read.covers),
      let served = try reader.document(manifest.document)
    else { return false }
    return served.space == manifest.space && served.chunker == manifest.chunker
  }

  private func receipt(_ id: DocumentID, _ context: CausalContext) throws -> WriteReceipt {
    let isConflicted = try reader.document(id).map { $0.siblings > 1 } ?? false
    return WriteReceipt(token: try reader.token(), context: context, isConflicted: isConflicted)
  }
}
