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
    let recipe = embedder.recipe
    let documents = try store.read { reader in
      try reader.documents(of: DocumentID.pushed).filter { document in
        let isOutdated = document.chunker != recipe.chunker && document.space == recipe.space
        return all || isOutdated || reader.leftOut.contains(.document(document.id))
      }
    }
    for document in documents {
      try Task.checkCancellation()
      for install in try partAgain(document.id) { tally.update { $0.add(install) } }
    }
  }

  /// Splits all current versions of a document into passages again, and serves these passages. Does nothing if the
  /// store lacks the text of any of the versions.
  private func partAgain(_ id: DocumentID) throws -> [PreparedInstall] {
    let (chunker, space, now) = (try embedder.chunker(), embedder.space.id, clock())
    return try store.write { writer in
      let reader = writer.reader
      let versions = try reader.sound(.document(id)) { try reader.currentVersions(of: id) } ?? []
      var installs: [Dot: PreparedInstall] = [:]
      for version in versions {
        guard let content = version.content else { continue }
        guard let bytes = try reader.sound(.document(id), { try reader.blob(of: content.revision) }) ?? nil else {
          return []
        }
        installs[version.dot] =
          PartedFile(
            bytes.withoutNUL, of: id, format: content.format, revision: content.revision, stamped: nil,
            chunker: chunker, space: space
          ).install
      }
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
}

extension [UInt8] {
  /// The text with a space in place of each NUL byte, so that byte offsets stay valid. Stores can contain texts with
  /// NUL bytes from the time before `put` refused them.
  fileprivate var withoutNUL: [UInt8] { contains(0) ? map { $0 == 0 ? UInt8(ascii: " ") : $0 } : self }
}
