public import FreshetCorpus

/// What a text is embedded for.
public enum EmbeddingPurpose: Hashable, Sendable, CaseIterable {
  /// The text is a passage to be stored and found. A passage over the token limit is an error: if its end were cut off,
  /// searches couldn't find that part.
  case passage
  /// The text is a question. A question over the token limit is split into parts, and the vectors of the parts are
  /// combined.
  case query
}

/// Maps texts to unit vectors, so that texts of similar meaning have vectors of similar direction.
///
/// Every implementation guarantees:
///
/// - The result has one vector of `space.dimension` components for each text, in the order of the texts.
/// - The same text gives the same vector in every call and every batch, within 1e-6 in each component.
/// - Every text has a vector, even the empty one. No text is truncated silently.
///
/// Implementations check for cancellation several times during a large call, so callers can pass a whole document.
public protocol Embedder: Sendable {
  /// The embedding space of the vectors. It is known before the model is loaded, and never changes for one embedder.
  var space: EmbeddingSpace { get }

  /// The maximum number of tokens of a passage, as counted by `tokenCount(of:)`; nil if there is no limit.
  var tokenLimit: Int? { get }

  /// Returns the number of tokens of `text`, without those that the embedder itself adds at both ends.
  ///
  /// - Complexity: O(*n*) in the bytes of `text`.
  func tokenCount(of text: String) -> Int

  /// Returns whether most of `text` is outside the embedder's vocabulary, so that its vector is meaningless: other such
  /// texts have nearly the same vector, and only a lexical search can distinguish them.
  ///
  /// - Complexity: O(*n*) in the bytes of `text`.
  func isMostlyUnknown(_ text: String) -> Bool

  /// Returns one vector for each text, in the order of the texts.
  ///
  /// - Parameters:
  ///   - texts: the texts to embed.
  ///   - purpose: whether the texts are passages or questions.
  /// - Throws: `EmbeddingError.tooManyTokens` if a passage is longer than `tokenLimit`, before any text is embedded;
  ///   `CancellationError`; and the errors of the implementation's model or server.
  func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [UnitVector]
}

extension Embedder {
  /// Returns false: an embedder without a fixed vocabulary knows every text.
  public func isMostlyUnknown(_ text: String) -> Bool { false }
}
