/// Token sequences laid end to end, without padding. A dense layer sees one tall matrix; only attention looks at the
/// borders.
struct PackedBatch: Sendable {
  /// The sequences' places in the caller's array.
  private(set) var places: [Int] = []
  private(set) var ids: [Int32] = []
  private(set) var ranges: [Range<Int>] = []

  mutating func append(_ sequence: [Int32], place: Int) {
    ranges.append(ids.count..<ids.count + sequence.count)
    ids.append(contentsOf: sequence)
    places.append(place)
  }

  /// Batches of about `tokensPerBatch` tokens, the longest sequences first. The last batches are small, so that cores
  /// finish together.
  static func plan(_ sequences: [[Int32]], tokensPerBatch: Int) -> [PackedBatch] {
    let longestFirst = sequences.indices.sorted { one, other in
      (sequences[other].count, one) < (sequences[one].count, other)
    }
    var batches: [PackedBatch] = []
    for place in longestFirst {
      let sequence = sequences[place]
      if let last = batches.last, last.ids.count + sequence.count <= tokensPerBatch {
        batches[batches.count - 1].append(sequence, place: place)
      } else {
        var batch = PackedBatch()
        batch.append(sequence, place: place)
        batches.append(batch)
      }
    }
    return batches
  }
}
