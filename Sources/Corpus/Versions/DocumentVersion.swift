/// The text of one version of a document: where its passages stand, and what they were cut with.
package struct VersionContent: Hashable, Sendable, Codable {
  package let revision: Revision
  package let sizeInBytes: Int
  package let format: DocumentFormat
  package let chunker: String
  package let title: String?
  /// What the text itself says of it: its front matter.
  package let metadata: [String: String]
  package let placements: [Placement]

  package init(
    revision: Revision, sizeInBytes: Int, format: DocumentFormat, chunker: String, title: String?,
    metadata: [String: String], placements: [Placement]
  ) {
    self.revision = revision
    self.sizeInBytes = sizeInBytes
    self.format = format
    self.chunker = chunker
    self.title = title
    self.metadata = metadata
    self.placements = placements
  }
}

extension VersionContent {
  package init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    revision = try object.decode(Revision.self, forKey: .revision)
    sizeInBytes = try object.decode(Int.self, forKey: .sizeInBytes)
    format = try object.decode(DocumentFormat.self, forKey: .format)
    chunker = try object.decode(String.self, forKey: .chunker)
    title = try object.decodeIfPresent(String.self, forKey: .title)
    metadata = try object.decode([String: String].self, forKey: .metadata)
    placements = try object.decode([Placement].self, forKey: .placements)
    let areInside = placements.enumerated().allSatisfy { $1.ordinal == $0 && $1.bytes.upperBound <= sizeInBytes }
    guard Bounds.counts.contains(Int64(sizeInBytes)), areInside else {
      throw DecodingError.impossible("passages lie outside the \(sizeInBytes) bytes of their text", at: decoder)
    }
  }
}

/// One accepted write of a document.
package struct DocumentVersion: Hashable, Sendable, Codable {
  package let dot: Dot
  package let stamp: HybridTime
  /// Nil: the document was removed.
  package let content: VersionContent?

  package init(dot: Dot, stamp: HybridTime, content: VersionContent?) {
    self.dot = dot
    self.stamp = stamp
    self.content = content
  }

  package var head: VersionHead { VersionHead(dot: dot, stamp: stamp, revision: content?.revision) }
}

/// A version without its passages.
package struct VersionHead: Hashable, Sendable {
  package let dot: Dot
  package let stamp: HybridTime
  /// Nil: the document was removed.
  package let revision: Revision?

  package init(dot: Dot, stamp: HybridTime, revision: Revision?) {
    self.dot = dot
    self.stamp = stamp
    self.revision = revision
  }

  /// Newest first; the same on every replica.
  package static func isNewer(_ one: VersionHead, _ other: VersionHead) -> Bool {
    one.stamp == other.stamp ? one.dot > other.dot : one.stamp > other.stamp
  }
}

extension VersionSet<VersionHead> {
  /// Whether this text stands, and no other: who wrote the same at the same time agrees.
  package func agrees(on revision: Revision) -> Bool {
    !siblings.isEmpty && siblings.values.allSatisfy { $0.revision == revision }
  }
}

/// Everything that replicas exchange of a document: the versions that stand, what they have seen, and what is said beside them.
package struct DocumentState: Sendable, Equatable {
  package let document: DocumentID
  package let versions: VersionSet<DocumentVersion>
  package let attributes: Attributes

  package init(document: DocumentID, versions: VersionSet<DocumentVersion>, attributes: Attributes) {
    self.document = document
    self.versions = versions
    self.attributes = attributes
  }

  package func merged(with other: DocumentState) -> DocumentState {
    DocumentState(
      document: document, versions: versions.merged(with: other.versions),
      attributes: attributes.merged(
        with: other.attributes, context: versions.context, others: other.versions.context))
  }

  /// What another replica, that has everything there is to know of it, says of a document that it doesn't remember: all of it is
  /// superseded.
  package var forgotten: DocumentState {
    DocumentState(
      document: document, versions: VersionSet(context: versions.context, siblings: [:]), attributes: Attributes())
  }

  package var digest: Fingerprint {
    Self.digest(document, context: versions.context, dots: versions.siblings.keys, attributes: attributes)
  }

  /// What tells two states of a document apart: a dot names one write for ever, so the texts need not be hashed.
  package static func digest(
    _ document: DocumentID, context: CausalContext, dots: some Sequence<Dot>, attributes: Attributes
  ) -> Fingerprint {
    let reached = attributes.reached.map { ["reached"] + Self.words($0) } ?? []
    let writes = Self.words(context) + reached
    let values = attributes.fields.sorted { $0.key < $1.key }
      .flatMap { ["\($0.key)", "\($0.value.stamp.ticks)", "\($0.value.dot)"] }
    let tags = attributes.tags.sorted { $0.key < $1.key }.flatMap { [$0.key] + $0.value.sorted().map(\.description) }
    let fields =
      [document.source, document.path] + writes + ["versions"] + dots.sorted().map(\.description) + ["fields"] + values
      + ["tags"] + tags
    return Fingerprint(hashing: fields.map { "\($0.utf8.count):\($0)" }.joined())
  }

  private static func words(_ context: CausalContext) -> [String] {
    context.vector.counts.sorted { $0.key < $1.key }.map { "\($0.key.name):\($0.value)" }
      + ["beyond"] + context.dots.sorted().map(\.description)
  }
}

extension DocumentState: Codable {
  private enum Key: String, CodingKey {
    case document, context, versions, attributes
  }

  package init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: Key.self)
    document = try object.decode(DocumentID.self, forKey: .document)
    let versions = try object.decode([DocumentVersion].self, forKey: .versions)
    self.versions = VersionSet(
      context: try object.decode(CausalContext.self, forKey: .context),
      siblings: Dictionary(versions.map { ($0.dot, $0) }) { first, _ in first })
    attributes = try object.decode(Attributes.self, forKey: .attributes)
  }

  package func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(document, forKey: .document)
    try object.encode(versions.context, forKey: .context)
    try object.encode(versions.siblings.values.sorted { $0.dot < $1.dot }, forKey: .versions)
    try object.encode(attributes, forKey: .attributes)
  }
}
