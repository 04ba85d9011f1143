/// Decides after which units (sentences, list items, lines of code) chunks end, from the units' sizes and hashes alone.
struct ChunkEnds {
  private let sizes: ChunkSizes
  /// The probability per token that a chunk ends: `strictRate` below the target size, `looseRate` above it.
  private let strictRate: Double
  private let looseRate: Double

  init(sizes: ChunkSizes) {
    self.sizes = sizes
    strictRate = 0.7 / Double(sizes.target)
    looseRate = 2 / Double(sizes.target)
  }

  /// Returns the index range of each chunk. The ranges cover all of `units`.
  func chunks(of units: [SizedUnit]) -> [Range<Int>] {
    var chunks: [Range<Int>] = []
    var start = 0
    while start < units.count {
      var end = start + 1
      while end < units.count, !units[end].unit.opensRun { end += 1 }
      append(run: start..<end, of: units, to: &chunks)
      start = end
    }
    return chunks
  }

  private func append(run: Range<Int>, of units: [SizedUnit], to chunks: inout [Range<Int>]) {
    var start = run.lowerBound
    var left = units[run].reduce(0) { $0 + $1.tokens }
    while start < run.upperBound {
      let end = self.end(ofChunkFrom: start, in: run, left: left, of: units)
      left -= units[start..<end].reduce(0) { $0 + $1.tokens }
      chunks.append(start..<end)
      start = end
    }
  }

  /// Returns the end of the chunk that begins at `start`, in a run: a sequence of units without a forced boundary.
  /// `left` is the number of tokens from `start` to the run's end. A chunk that becomes too large ends after the unit
  /// with the least reluctance; if it has too few tokens there, after the latest unit after which one may end. No chunk
  /// ends so near to the run's end that the run's last chunk would be smaller than the minimum.
  private func end(ofChunkFrom start: Int, in run: Range<Int>, left: Int, of units: [SizedUnit]) -> Int {
    var tokens = 0
    var nearest: (end: Int, reluctance: Double)?
    var latest: Int?
    for index in start..<run.upperBound {
      let (unit, bytes) = (
        units[index], units[index].unit.bytes.upperBound - units[start].unit.bytes.lowerBound
      )
      tokens += unit.tokens
      if index > start, tokens > sizes.maximum || bytes > sizes.maximumInBytes {
        return nearest?.end ?? latest ?? index
      }
      if unit.reluctance < .infinity { latest = index + 1 }
      guard tokens >= sizes.minimum, left - tokens >= sizes.minimum else { continue }
      if unit.reluctance < (tokens < sizes.target ? strictRate : looseRate) { return index + 1 }
      if unit.reluctance <= nearest?.reluctance ?? .greatestFiniteMagnitude {
        nearest = (index + 1, unit.reluctance)
      }
    }
    return run.upperBound
  }
}
