package import Freshet

/// How many passages of refreshed documents reused a stored vector, and how many had to be embedded.
package struct EmbeddingWork: Hashable, Sendable {
  package let reused, embedded: Int

  package init(_ refreshes: [Refresh]) {
    embedded = refreshes.reduce(0) { $0 + $1.embedded }
    reused = refreshes.reduce(0) { $0 + $1.passages } - embedded
  }

  package var passages: Int { reused + embedded }
}
