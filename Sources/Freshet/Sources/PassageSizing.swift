internal import FreshetChunking
internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// The sizes of passages: which sources have configured ones, and which the store has on record.
struct PassageSizing: Sendable {
  /// The configured sizes by source.
  let wanted: [String: PassageSizes]

  init(_ sources: [SourceConfiguration], pushed: PassageSizes?) {
    var wanted: [String: PassageSizes] = [:]
    for source in sources { wanted[source.name] = source.passageSizes }
    wanted[DocumentID.pushed] = pushed
    self.wanted = wanted
  }
}

extension CacheEnvironment {
  /// The names of the sources whose documents this cache splits: those with a folder, and that of pushed documents.
  private var splitSources: [String] { sources.all.map(\.name) + [DocumentID.pushed] }

  /// How documents are indexed, by source.
  ///
  /// - Parameter accepting: whether the configured sizes replace others, as an audit expects.
  /// - Throws: as `chunker(of:_:accepting:)`.
  func recipes(_ reader: StoreReader, accepting: Bool = true) throws -> IndexingRecipes {
    var chunkers: [String: String] = [:]
    for source in splitSources { chunkers[source] = try chunker(of: source, reader, accepting: accepting).description }
    return IndexingRecipes(space: embedder.space.id, chunkers: chunkers, standard: standardChunker.description)
  }

  /// The sizes with which documents of a source are split.
  ///
  /// - Parameter accepting: whether the configured sizes replace others, as in a plan.
  /// - Throws: as `chunker(of:_:accepting:)`.
  func sizes(of source: String, _ reader: StoreReader, accepting: Bool = false) throws -> ChunkSizes {
    ChunkSizes(try chunker(of: source, reader, accepting: accepting))
  }

  /// The chunkers that must be recorded because there is none on record, or an older one.
  ///
  /// - Throws: as `chunker(of:_:accepting:)`.
  func newChunkers(_ reader: StoreReader, accepting: Bool) throws -> [String: ChunkerName] {
    var new: [String: ChunkerName] = [:]
    for source in splitSources {
      let chunker = try chunker(of: source, reader, accepting: accepting)
      if try reader.chunker(of: source) != chunker.description { new[source] = chunker }
    }
    return new
  }

  /// - Throws: `FreshetError.otherPassageSizes` if the store has other sizes on record, and `accepting` is false;
  ///   `.newerPassageRules` if it has newer rules on record; `.passagesTooLarge` if the configured maximum exceeds the
  ///   embedder's limit.
  private func chunker(of source: String, _ reader: StoreReader, accepting: Bool) throws -> ChunkerName {
    let wanted = sizing.wanted[source]
    if let wanted, let limit = embedder.tokenLimit, wanted.maximum > limit {
      throw FreshetError.passagesTooLarge(source: source, maximum: wanted.maximum, limit: limit)
    }
    let isOfThisSpace = try reader.activeSpace()?.id == embedder.space.id
    let agreement = ChunkerAgreement(
      recorded: isOfThisSpace ? try reader.chunker(of: source) : nil,
      wanted: wanted.map { ContentDefinedChunker.name(for: ChunkSizes($0)) }, standard: standardChunker)
    switch agreement.verdict(limit: embedder.tokenLimit, accepting: accepting) {
    case .agreed(let chunker), .adopted(let chunker): return chunker
    case .otherSizes(let recorded, let wanted):
      throw FreshetError.otherPassageSizes(
        source: source, target: recorded.target, maximum: recorded.maximum, wantedTarget: wanted.target,
        wantedMaximum: wanted.maximum)
    case .unknownRules(let recorded):
      throw FreshetError.newerPassageRules(source: source, recorded: recorded, own: standardChunker.description)
    }
  }

  private var standardChunker: ChunkerName { ContentDefinedChunker.name(for: embedder.sizes) }
}
