/// A batch of token sequences, concatenated without padding. Dense layers process all tokens as one matrix; only
/// attention needs the boundaries between sequences.
struct PackedBatch: Sendable {
  /// The indices of the sequences in the caller's array.
  private(set) var places: [Int] = []
  private(set) var ids: [Int32] = []
  private(set) var ranges: [Range<Int>] = []

  mutating func append(_ sequence: [Int32], place: Int) {
    ranges.append(ids.count..<ids.count + sequence.count)
    ids.append(contentsOf: sequence)
    places.append(place)
  }

  /// Divides sequences into batches of at most `tokensPerBatch` tokens (unless one sequence is longer). The longest
  /// sequences come first, so that the last batches are short and all cores finish at about the same time.
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
