internal import FreshetChunking
internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// Splits pushed documents into passages again. They have no file, so their stored texts are used.
extension Reindexing {
  /// Splits pushed documents into passages again and serves the new passages.
  ///
  /// - Parameter all: whether to split all pushed documents again. If false, only those that another chunker version
  ///   split, and those whose stored data is damaged.
  func partPushedAgain(all: Bool, _ tally: SharedTally) throws {
    let (documents, sizes) = try store.read { try pushedToPart(all: all, $0) }
    for document in documents {
      try Task.checkCancellation()
      for install in try partAgain(document, sizes) { tally.update { $0.add(install) } }
    }
  }

  /// The pushed documents to split again, and the sizes of their passages.
  private func pushedToPart(all: Bool, _ reader: StoreReader) throws -> ([DocumentID], ChunkSizes) {
    let sizes = try environment.sizes(of: DocumentID.pushed, reader, accepting: true)
    let documents = try reader.documents(of: DocumentID.pushed).filter { document in
      try all || isOutdated(document, sizes, reader) || reader.leftOut.contains(.document(document.id))
    }
    return (documents.map(\.id), sizes)
  }

  /// What `partPushedAgain` would store.
  func pushedParts(all: Bool) throws -> [PreparedInstall] {
    try store.read { reader in
      let (documents, sizes) = try pushedToPart(all: all, reader)
      let chunker = try documents.isEmpty ? nil : embedder.chunker(sizes)
      return try documents.flatMap { id in
        try chunker.map { try Array(parted(id, $0, reader).values) } ?? []
      }
    }
  }

  /// How many documents would be split again, although they are unchanged, because the rules or the sizes of passages
  /// have changed.
  func resplitCount(acceptingSizes: Bool) throws -> Int {
    try store.read { reader in
      let recipes = try environment.recipes(reader, accepting: acceptingSizes)
      guard try reader.activeSpace()?.id == recipes.space else { return 0 }
      let files = try environment.sources.all.map { source in
        try reader.documentCount(of: source.name, notBy: recipes[source.name].chunker)
      }
      return try files.reduce(pushedToPart(all: false, reader).0.count, +)
    }
  }

  /// Whether older rules split a pushed document, or other sizes. Documents of other replicas keep the sizes that those
  /// chose.
  private func isOutdated(_ document: IndexedDocument, _ sizes: ChunkSizes, _ reader: StoreReader) throws -> Bool {
    let current = ContentDefinedChunker.name(for: sizes)
    guard document.space == embedder.space.id, let known = ChunkerName(document.chunker), known != current,
      known.rules <= current.rules
    else { return false }
    if known.rules < current.rules { return true }
    let own = try reader.identity().replica
    return try reader.sound(.document(document.id)) { try reader.currentVersions(of: document.id) }?
      .contains { $0.dot.replica == own } ?? true
  }

  /// Splits all current versions of a document into passages again, and serves these passages. Does nothing if the
  /// store lacks the text of any of the versions.
  private func partAgain(_ id: DocumentID, _ sizes: ChunkSizes) throws -> [PreparedInstall] {
    let (chunker, space, now) = (try embedder.chunker(sizes), embedder.space.id, clock())
    return try store.write { writer in
      let reader = writer.reader
      let installs = try parted(id, chunker, reader)
      if installs.isEmpty { return [] }
      let standing = StandingVersions(of: try reader.versionSet(of: id), by: resolutions[id.source].rule)
      for install in installs.values {
        try writer.keep(install.texts, at: now)
        try writer.discardUnsound(install.texts.keys, in: space)
      }
      try writer.serveAgain(
        standing.served, installs.mapValues(\.manifest.content), siblings: standing.siblings, of: id, in: space,
        verified: Verification(method: .pushed, at: now))
      return Array(installs.values)
    }
  }

  /// The passages of all current versions of a document. Empty if the store lacks the text of any of them.
  private func parted(
    _ id: DocumentID, _ chunker: ContentDefinedChunker, _ reader: StoreReader
  ) throws -> [Dot: PreparedInstall] {
    let versions = try reader.sound(.document(id)) { try reader.currentVersions(of: id) } ?? []
    var installs: [Dot: PreparedInstall] = [:]
    for version in versions {
      guard let content = version.content else { continue }
      guard let bytes = try reader.sound(.document(id), { try reader.blob(of: content.revision) }) ?? nil else {
        return [:]
      }
      installs[version.dot] =
        PartedFile(
          bytes.withoutNUL, of: id, format: content.format, revision: content.revision, stamped: nil,
          chunker: chunker, space: embedder.space.id
        ).install
    }
    return installs
  }
}

extension [UInt8] {
  /// The text with a space in place of each NUL byte, so that byte offsets stay valid. Stores can contain texts with
  /// NUL bytes from the time before `put` refused them.
  fileprivate var withoutNUL: [UInt8] { contains(0) ? map { $0 == 0 ? UInt8(ascii: " ") : $0 } : self }
}
