public import FreshetCorpus

/// Lexical vectors without a model: words, pairs of words and pieces of words, hashed into a fixed dimension.
///
/// Feature hashing with signs (Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", ICML 2009):
/// each feature adds or subtracts its weight at one component. So the inner product of two texts estimates without bias
/// that of their full feature vectors. Pieces are the 3 to 5 character n-grams of the bounded word, as in fastText
/// (Bojanowski et al., TACL 2017): word forms and misspellings stay near. The embedder knows no synonyms. Use it where
/// no model may be installed, and where tests need a real embedder at once.
///
/// A feature that occurs *c* times weighs √*c*, because a square root is rounded the same everywhere, and a logarithm
/// isn't. Features are summed in the order of their hashes. So the vectors are equal to the bit on every machine.
public struct HashedNGramEmbedder: Embedder {
  /// The space of hashed words and pieces of words, with the chosen dimension.
  public let space: EmbeddingSpace
  /// Nil, because a text may have any length.
  public let tokenLimit: Int? = nil
  private let seed: UInt64

  /// Embedders of different seeds have different spaces, as two models would.
  public init(dimension: Int = 384, seed: UInt64 = 0) {
    precondition(dimension > 0, "a vector of \(dimension) components has no direction")
    self.seed = seed
    space = EmbeddingSpace(
      model: "freshet/hashed-ngrams", modelRevision: "1, seed \(seed)", dimension: dimension,
      pooling: "sum+l2")
  }

  /// The number of words and punctuation runs; an ideograph counts as a word.
  public func tokenCount(of text: String) -> Int {
    LexicalTokens.count(in: text)
  }

  /// Embeds each text, for either purpose in the same way.
  ///
  /// - Complexity: O(*n* log *n*) in the characters of each text.
  public func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [UnitVector] {
    try texts.map { text in
      try Task.checkCancellation()
      return vector(of: LexicalTokens(of: text).tokens)
    }
  }

  private func vector(of tokens: [[Unicode.Scalar]]) -> UnitVector {
    var features = HashedFeatures(seed: seed)
    for token in tokens { features.addWord(token) }
    for (first, second) in zip(tokens, tokens.dropFirst()) { features.addPair(first, second) }
    return UnitVector(normalizing: features.sum(dimension: space.dimension)) ?? axis(of: tokens)
  }

  /// A vector for a text without features, or one whose features cancel out.
  private func axis(of tokens: [[Unicode.Scalar]]) -> UnitVector {
    var hash = StableHash(seed: seed)
    for scalar in tokens.joined() { hash.combine(scalar) }
    var components = [Float](repeating: 0, count: space.dimension)
    components[Int(hash.finish() % UInt64(space.dimension))] = 1
    return UnitVector(components)!  // one component of 1 has the norm 1
  }
}
