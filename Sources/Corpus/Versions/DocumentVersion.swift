/// A version of a document: one write that a replica accepted.
package struct DocumentVersion: Hashable, Sendable, Codable {
  package let dot: Dot
  package let stamp: HybridTime
  /// The version's text; nil if the write removed the document.
  package let content: VersionContent?

  package init(dot: Dot, stamp: HybridTime, content: VersionContent?) {
    self.dot = dot
    self.stamp = stamp
    self.content = content
  }

  package var head: VersionHead { VersionHead(dot: dot, stamp: stamp, revision: content?.revision) }
}

extension VersionSet<VersionHead> {
  /// Whether all standing versions (those that no other version supersedes) have the text with the hash `revision`.
  /// Concurrent writes of the same text agree.
  package func agrees(on revision: Revision) -> Bool {
    !siblings.isEmpty && siblings.values.allSatisfy { $0.revision == revision }
  }
}
