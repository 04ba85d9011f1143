/// An entry of the change log: a committed change of what the index serves. In-memory indexes apply these changes.
package struct Change: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    /// The index serves this revision of the document from now on.
    case install
    /// The index no longer serves the document.
    case retire
    /// The missing vectors of some of the document's passages are stored now.
    case embed
    /// Vectors of some of the document's passages were replaced, because the embedder now returns others for their
    /// texts.
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
