public import FreshetCorpus
internal import FreshetLinearAlgebra
internal import Foundation

/// The embedding model all-MiniLM-L6-v2, computed in this process: a WordPiece tokenizer, six encoder layers on top of
/// BLAS, the mean over all tokens, normalized to length 1.
///
/// The results equal those of sentence-transformers with the same weights: the token ids are the same, and the cosine
/// of the vectors is at least 0.9999 (measured: 0.999999; the tests compare both with stored values). A call is divided
/// into batches of a few hundred tokens, which run on all cores. Each batch checks for cancellation before it starts.
public struct MiniLM: Embedder {
  /// The embedding space of the model, which is known even if the model isn't installed.
  public static let space = EmbeddingSpace(
    model: "sentence-transformers/all-MiniLM-L6-v2",
    modelRevision: "\(MiniLMDigest.weights.hex)+\(MiniLMDigest.vocabulary.hex)",
    dimension: MiniLMShape.dimension, pooling: "mean+l2")

  /// The maximum number of tokens of a text. The model was trained on sequences of 256 tokens, [CLS] and [SEP]
  /// included.
  package static let textTokenLimit = 254
  /// The maximum number of tokens in a batch: large enough for BLAS to run at full speed, small enough for other tasks
  /// to get their share of the cores.
  private static let tokensPerBatch = 512

  private let tokenizer: WordPieceTokenizer
  private let encoder: MiniLMEncoder

  /// Loads the model: maps its files and indexes the vocabulary, in about 10 ms. Verifies the hashes of the files only
  /// if their stamp (the record of an earlier verification) doesn't match.
  ///
  /// - Parameter directory: the folder that contains the model's files.
  /// - Throws: `EmbeddingError.modelMissing`, `.modelUnreadable`, `.modelDamaged`, `.modelOfAnotherRevision` or
  ///   `.blasUnreliable`.
  public init(directory: ModelDirectory = .standard) throws(EmbeddingError) {
    let weights = try MappedFile(path: directory.weights)
    let vocabulary = try MappedFile(path: directory.vocabulary)
    encoder = MiniLMEncoder(weights: try MiniLMWeights(file: weights))
    tokenizer = try WordPieceTokenizer(file: vocabulary, pieceCount: MiniLMShape.pieces)
    try VerifiedStamp(path: directory.stamp)
      .verify([(weights, MiniLMDigest.weights), (vocabulary, MiniLMDigest.vocabulary)])
    guard BLAS.isReliable else { throw .blasUnreliable(provider: BLAS.provider) }
  }

  /// The embedding space of all-MiniLM-L6-v2: 384 dimensions, mean pooling.
  public var space: EmbeddingSpace { Self.space }
  /// The maximum number of tokens of one text: 254.
  public var tokenLimit: Int? { Self.textTokenLimit }

  /// Returns the number of tokens of the text, without [CLS] and [SEP], which the model adds.
  ///
  /// - Complexity: O(*n*) in the bytes of `text`.
  public func tokenCount(of text: String) -> Int {
    tokenizer.pieces(of: text).count
  }

  /// Returns whether more than half of the text's tokens are [UNK] (unknown), as in emoji, in scripts that the
  /// vocabulary lacks, and in words of more than 100 characters.
  public func isMostlyUnknown(_ text: String) -> Bool {
    let pieces = tokenizer.pieces(of: text)
    return 2 * pieces.count { $0 == tokenizer.unknown } > pieces.count
  }

  /// Returns one vector for each text. A query longer than `tokenLimit` is split between words into windows within the
  /// limit. Its vector is the mean of the windows' vectors, weighted by their numbers of tokens and normalized to
  /// length 1.
  ///
  /// - Throws: `EmbeddingError.tooManyTokens` for a passage longer than `tokenLimit`; `CancellationError`.
  /// - Complexity: O(*t* · *w*) for *t* tokens and the *w* = 10.6 million weights of the layers, plus O(*t*²) for the
  ///   *t* tokens of each text.
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

  /// Returns one vector for each text, computed from the first 254 tokens of the text; the rest of the text is ignored.
  /// Other programs use the model in this way, so the results can be compared.
  package func embedTruncating(_ texts: [String]) async throws -> [UnitVector] {
    try await vectors(of: texts.map(truncatedInput))
  }

  /// Returns the token ids that the model gets for `text`, [CLS] and [SEP] included, truncated to 256.
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
    // If the windows' vectors cancel each other out, the mean has no direction. Then use the first window's.
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
