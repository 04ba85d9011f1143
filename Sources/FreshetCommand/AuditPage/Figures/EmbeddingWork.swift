package import Freshet

/// The number of passages of refreshed documents that reused a stored vector, and of those that had to be embedded.
package struct EmbeddingWork: Hashable, Sendable {
  package let reused, embedded: Int

  package init(_ refreshes: [Refresh]) {
    embedded = refreshes.reduce(0) { $0 + $1.embedded }
    reused = refreshes.reduce(0) { $0 + $1.passages } - embedded
  }

  package var passages: Int { reused + embedded }
}
