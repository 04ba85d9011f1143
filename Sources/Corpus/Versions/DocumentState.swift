/// The state of a document that replicas send each other: its standing versions (those that no other version
/// supersedes), its causal context, and its attributes.
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

  /// The state that a replica reports after it has received all writes of this document and deleted the document's
  /// record. In this state, all versions are superseded.
  package var forgotten: DocumentState {
    DocumentState(
      document: document, versions: VersionSet(context: versions.context, siblings: [:]), attributes: Attributes())
  }

  package var digest: Fingerprint {
    Self.digest(document, context: versions.context, dots: versions.siblings.keys, attributes: attributes)
  }

  /// A hash of a document's state; equal hashes mean equal states. It doesn't depend on the texts themselves, because a
  /// dot (the unique name of a write) always means the same text.
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
