/// How large a chunk may grow. Sizes are in tokens of the embedder, special tokens not counted.
///
/// The target is where the rule for ending a chunk turns from strict to loose, so most chunks end soon after it. A
/// chunk is smaller than the minimum only where a heading, a fence, a huge neighbour or the document's end leaves no
/// choice.
package struct ChunkSizes: Hashable, Sendable {
  package let minimum: Int
  package let target: Int
  package let maximum: Int
  /// Also limits a chunk in bytes, because tokens alone limit nothing: to WordPiece a word of over 100 characters is
  /// one unknown token, however long.
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

  /// The sizes for code, whose chunks are as full as possible: a function's parts say less than the function does
  /// (docs/RESULTS.md).
  ///
  /// With half the maximum as the minimum, code that fits one chunk stays whole.
  var forCode: ChunkSizes {
    ChunkSizes(
      minimum: max(minimum, maximum / 2), target: maximum, maximum: maximum, maximumInBytes: maximumInBytes)
  }

  /// The defaults, lowered as far as an embedder demands that takes `limit` tokens (without special tokens).
  package init(limitedTo limit: Int) {
    let maximum = max(1, min(254, limit))
    let target = min(100, max(1, maximum * 2 / 5))
    self.init(minimum: min(40, max(1, target * 2 / 5)), target: target, maximum: maximum)
  }
}
