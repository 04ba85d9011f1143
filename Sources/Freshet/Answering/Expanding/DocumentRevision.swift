internal import FreshetCorpus

/// A document and one of its served revisions.
struct DocumentRevision: Hashable {
  let document: DocumentID
  let revision: Revision
}
