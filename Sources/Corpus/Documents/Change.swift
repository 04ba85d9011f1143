/// A committed change of the index. Views of the index follow these changes.
package struct Change: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    /// A revision of the document is served from now on.
    case install
    /// The document is no longer served.
    case retire
    /// Vectors that the document's passages had awaited are stored.
    case embed
    /// Vectors of the document's passages were replaced, because the embedder now returns other ones.
    case mend
  }

  package let sequence: Int64
  package let kind: Kind
  package let document: DocumentID

  package init(sequence: Int64, kind: Kind, document: DocumentID) {
    self.sequence = sequence
    self.kind = kind
    self.document = document
  }
}
