internal import FreshetCorpus
internal import GRDB

/// The numbers of stored documents, passages and vectors, for the command `status`.
package struct ContentCounts: Hashable, Sendable {
  package let documents: Int
  package let placements: Int
  package let servedPassages: Int
  package let passages: Int
  package let vectors: Int
}
