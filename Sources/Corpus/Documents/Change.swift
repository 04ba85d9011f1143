/// A committed change of the index: what a view of it follows.
package struct Change: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    /// A revision is served.
    case install
    /// The document is no longer served.
    case retire
    /// Vectors that its passages had waited for have landed.
    case embed
    /// Vectors of its passages were replaced, because the embedder gives different ones.
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
