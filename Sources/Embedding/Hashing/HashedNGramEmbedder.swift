public import FreshetCorpus

/// An embedder without a model: it hashes words, pairs of words and n-grams of words into a vector of fixed dimension.
///
/// The method is feature hashing with signs (Weinberger et al., "Feature Hashing for Large Scale Multitask Learning",
/// ICML 2009): each feature adds or subtracts its weight at one component. So the inner product of two vectors is an
/// unbiased estimate of the inner product of the texts' full feature vectors. The n-grams of a word are its sequences
/// of 3 to 5 characters, where a mark at the start and one at the end of the word count as characters, as in fastText
/// (Bojanowski et al., TACL 2017). So inflected forms and misspellings of a word are similar. The embedder knows no
/// synonyms. Use it where no model may be installed, or in tests.
///
/// A feature that occurs *c* times counts √*c* times, because square roots, unlike logarithms, are rounded identically
/// on all machines. Features are summed in the order of their hashes. So the vectors are bit-identical on all machines.
public struct HashedNGramEmbedder: Embedder {
  /// The embedding space, which depends on the dimension and the seed.
  public let space: EmbeddingSpace
  /// Nil: a text may have any length.
  public let tokenLimit: Int? = nil
  private let seed: UInt64

  /// Makes an embedder. Embedders with different seeds have different embedding spaces, like different models.
  public init(dimension: Int = 384, seed: UInt64 = 0) {
    precondition(dimension > 0, "a vector of \(dimension) components has no direction")
    self.seed = seed
    space = EmbeddingSpace(
      model: "freshet/hashed-ngrams", modelRevision: "1, seed \(seed)", dimension: dimension,
      pooling: "sum+l2")
  }

  /// Returns the number of words and runs of punctuation in the text; each ideograph counts as a word.
  public func tokenCount(of text: String) -> Int {
    LexicalTokens.count(in: text)
  }

  /// Returns one vector for each text. Passages and questions are embedded in the same way.
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

  /// Returns the vector for a text that has no features, or whose features cancel each other out: a coordinate axis
  /// chosen by a hash of the text.
  private func axis(of tokens: [[Unicode.Scalar]]) -> UnitVector {
    var hash = StableHash(seed: seed)
    for scalar in tokens.joined() { hash.combine(scalar) }
    var components = [Float](repeating: 0, count: space.dimension)
    components[Int(hash.finish() % UInt64(space.dimension))] = 1
    return UnitVector(components)!  // one component of 1 has the norm 1
  }
}
