public import FreshetCorpus
internal import FreshetLinearAlgebra
internal import Foundation

/// all-MiniLM-L6-v2 in this process: WordPiece, six encoder layers over BLAS, mean over all tokens, norm 1.
///
/// The result equals that of sentence-transformers on the same weights: the same token ids, and vectors whose cosine is
/// at least 0.9999 (in fact 0.999999; the tests compare both with stored values). Batches are cut into parts that run
/// on all cores. Each part checks for cancellation before it starts, and has some hundred tokens.
public struct MiniLM: Embedder {
  /// The model's space, which is known without its files.
  public static let space = EmbeddingSpace(
    model: "sentence-transformers/all-MiniLM-L6-v2",
    modelRevision: "\(MiniLMDigest.weights.hex)+\(MiniLMDigest.vocabulary.hex)",
    dimension: MiniLMShape.dimension, pooling: "mean+l2")

  /// The model was trained on sequences of 256 tokens, [CLS] and [SEP] included.
  package static let textTokenLimit = 254
  /// Large enough for BLAS to run at full speed, small enough to share the cores with other tasks.
  private static let tokensPerBatch = 512

  private let tokenizer: WordPieceTokenizer
  private let encoder: MiniLMEncoder

  /// Maps the files and indexes the vocabulary, in some 10 ms; hashes them only if no stamp vouches for them.
  ///
  /// - Throws: `.modelMissing`, `.modelDamaged`, `.modelOfAnotherRevision`, `.blasUnreliable`.
  public init(directory: ModelDirectory = .standard) throws(EmbeddingError) {
    let weights = try MappedFile(path: directory.weights)
    let vocabulary = try MappedFile(path: directory.vocabulary)
    encoder = MiniLMEncoder(weights: try MiniLMWeights(file: weights))
    tokenizer = try WordPieceTokenizer(file: vocabulary, pieceCount: MiniLMShape.pieces)
    try VerifiedStamp(path: directory.stamp)
      .verify([(weights, MiniLMDigest.weights), (vocabulary, MiniLMDigest.vocabulary)])
    guard BLAS.isReliable else { throw .blasUnreliable(provider: BLAS.provider) }
  }

  /// all-MiniLM-L6-v2's space: 384 dimensions, mean pooling.
  public var space: EmbeddingSpace { Self.space }
  /// The most tokens that the model takes of one text.
  public var tokenLimit: Int? { Self.textTokenLimit }

  /// The number of the text's tokens, without those that the model adds. O(length of the text).
  public func tokenCount(of text: String) -> Int {
    tokenizer.pieces(of: text).count
  }

  /// Whether more than half of the word pieces are [UNK]: emoji, scripts that the vocabulary lacks, words of more than
  /// 100 characters.
  public func isMostlyUnknown(_ text: String) -> Bool {
    let pieces = tokenizer.pieces(of: text)
    return 2 * pieces.count { $0 == tokenizer.unknown } > pieces.count
  }

  /// Embeds texts. A query over the limit is split between words into windows within the limit. Its vector is the mean
  /// of the windows' vectors, weighted by their tokens and scaled to norm 1.
  ///
  /// - Complexity: O(*t* · *w*) for *t* tokens and the 10.6 million weights of the layers, plus O(*t*²) within
  ///   each text.
  public func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [UnitVector] {
    let pieces = texts.map(tokenizer.pieces)
    switch purpose {
    case .passage:
      if let count = pieces.map(\.count).first(where: { $0 > Self.textTokenLimit }) {
        throw EmbeddingError.tooManyTokens(count: count, limit: Self.textTokenLimit)
      }
      return try await vectors(of: pieces.map(sequence))
    case .query:
      let windows = pieces.map { tokenizer.windows(of: $0, limit: Self.textTokenLimit) }
      let vectors = try await vectors(of: windows.joined().map(sequence))
      return Self.joined(windows, vectors)
    }
  }

  /// Embeds as other programs do with this model, to compare with them: ignores everything after the 254th token.
  package func embedTruncating(_ texts: [String]) async throws -> [UnitVector] {
    try await vectors(of: texts.map(truncatedInput))
  }

  /// The ids that the model gets for `text`, [CLS] and [SEP] included, cut at 256.
  package func truncatedInput(of text: String) -> [Int32] {
    sequence(tokenizer.pieces(of: text).prefix(Self.textTokenLimit))
  }

  private func sequence(_ pieces: some Sequence<Int32>) -> [Int32] {
    [tokenizer.classification] + pieces + [tokenizer.separator]
  }

  private static func joined(_ windows: [[ArraySlice<Int32>]], _ vectors: [UnitVector]) -> [UnitVector] {
    var rest = vectors[...]
    return windows.map { windows in
      let own = Array(rest.prefix(windows.count))
      rest = rest.dropFirst(windows.count)
      return own.count == 1 ? own[0] : mean(of: own, weights: windows.map(\.count))
    }
  }

  private static func mean(of vectors: [UnitVector], weights: [Int]) -> UnitVector {
    var sum = [Float](repeating: 0, count: MiniLMShape.dimension)
    for (vector, weight) in zip(vectors, weights) {
      for index in sum.indices { sum[index] += Float(weight) * vector.components[index] }
    }
    // If windows cancel each other out, no direction is better than the first window's.
    return UnitVector(normalizing: sum) ?? vectors[0]
  }
}

extension MiniLM {
  private func vectors(of sequences: [[Int32]]) async throws -> [UnitVector] {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let tokens = sequences.reduce(0) { $0 + $1.count }
    let share = (tokens + cores - 1) / cores
    let batches = PackedBatch.plan(sequences, tokensPerBatch: min(Self.tokensPerBatch, share))
    var found: [(place: Int, vector: UnitVector)] = []
    try await withThrowingTaskGroup(of: [(place: Int, vector: UnitVector)].self) { group in
      for (index, batch) in batches.enumerated() {
        if index >= cores, let done = try await group.next() { found += done }
        group.addTask { try vectors(of: batch) }
      }
      for try await done in group { found += done }
    }
    return found.sorted { $0.place < $1.place }.map(\.vector)
  }

  private func vectors(of batch: PackedBatch) throws -> [(place: Int, vector: UnitVector)] {
    try Task.checkCancellation()
    return try zip(batch.places, encoder.meanStates(of: batch)).map { place, mean in
      guard let vector = UnitVector(normalizing: mean) else {
        throw EmbeddingError.blasUnreliable(provider: BLAS.provider)  // verified weights give finite states
      }
      return (place, vector)
    }
  }
}
