/// The text of one version of a document: where its passages stand, and what they were cut with.
package struct VersionContent: Hashable, Sendable {
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

/// One accepted write of a document.
package struct DocumentVersion: Hashable, Sendable {
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

  /// What tells two states of a document apart: a dot names one write for ever, so the texts need not be hashed.
  package static func digest(
    _ document: DocumentID, context: VersionVector, dots: some Sequence<Dot>, attributes: Attributes
  ) -> Fingerprint {
    let fields =
      [document.source, document.path] + context.counts.sorted { $0.key < $1.key }.map { "\($0.key.name):\($0.value)" }
      + ["versions"] + dots.sorted().map(\.description) + ["fields"]
      + attributes.fields.sorted { $0.key < $1.key }.flatMap {
        ["\($0.key)", "\($0.value.stamp.ticks)", "\($0.value.dot)"]
      }
      + ["tags"]
      + attributes.tags.sorted { $0.key < $1.key }.flatMap { [$0.key] + $0.value.sorted().map(\.description) }
    return Fingerprint(hashing: fields.map { "\($0.utf8.count):\($0)" }.joined())
  }
}
