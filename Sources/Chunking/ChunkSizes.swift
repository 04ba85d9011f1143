package import FreshetCorpus

/// The limits on the size of a chunk, in tokens of the embedder without special tokens.
///
/// At the target, the probability of ending a chunk rises, so most chunks end soon after it. A chunk is smaller than
/// the minimum only if a heading, a code fence, a very large next unit or the end of the document forces this.
package struct ChunkSizes: Hashable, Sendable {
  package let minimum: Int
  package let target: Int
  package let maximum: Int
  /// The maximum size of a chunk in bytes. The limit on tokens isn't enough: WordPiece counts a word of more than 100
  /// characters as one unknown token, however long it is.
  package let maximumInBytes: Int

  package init(minimum: Int = 40, target: Int = 100, maximum: Int = 254, maximumInBytes: Int = 4096) {
    precondition(
      1 <= minimum && minimum <= target && target <= maximum && maximumInBytes >= 16,
      "sizes out of order: \(minimum), \(target), \(maximum), \(maximumInBytes) bytes")
    self.minimum = minimum
    self.target = target
    self.maximum = maximum
    self.maximumInBytes = maximumInBytes
  }

  /// The sizes for source code, with which chunks are as large as possible: parts of a function are found less well
  /// than the whole function (docs/RESULTS.md).
  ///
  /// The minimum is half the maximum, so that code that fits into one chunk isn't split.
  var forCode: ChunkSizes {
    ChunkSizes(
      minimum: max(minimum, maximum / 2), target: maximum, maximum: maximum, maximumInBytes: maximumInBytes)
  }

  /// The sizes of a chunker that is on record.
  package init(_ name: ChunkerName) {
    self.init(
      minimum: name.minimum, target: name.target, maximum: name.maximum, maximumInBytes: name.maximumInBytes)
  }

  /// The sizes for a configuration. The minimum is two fifths of the target.
  package init(_ sizes: PassageSizes) {
    self.init(
      minimum: sizes.target * 2 / 5, target: sizes.target, maximum: sizes.maximum,
      maximumInBytes: max(4096, sizes.maximum * 16))
  }

  /// Makes the default sizes, reduced if necessary for an embedder with a limit of `limit` tokens (without special
  /// tokens).
  package init(limitedTo limit: Int) {
    let maximum = max(1, min(254, limit))
    let target = min(100, max(1, maximum * 2 / 5))
    self.init(minimum: min(40, max(1, target * 2 / 5)), target: target, maximum: maximum)
  }
}
