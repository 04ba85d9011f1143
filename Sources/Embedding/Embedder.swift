public import FreshetCorpus

/// What a vector is wanted for.
public enum EmbeddingPurpose: Hashable, Sendable, CaseIterable {
  /// A text that will be stored and found. One over the limit is refused: the index would hide what was cut off.
  case passage
  /// A question. One over the limit is embedded in parts.
  case query
}

/// Turns texts into directions: near texts into near directions.
///
/// What every embedder promises:
/// - the vectors come in the order of the texts, one each, of `space.dimension` components;
/// - the same text gives the same vector, alone, twice, or in any batch, within 1e-6 in any component;
/// - every text has a vector, the empty one too; no text is cut without the caller knowing.
///
/// Implementations check for cancellation between parts of a large batch, so one call may take a whole document.
public protocol Embedder: Sendable {
  /// Where the vectors lie; known before a model is loaded, and never changing for one embedder.
  var space: EmbeddingSpace { get }

  /// How many tokens one passage may have, as `tokenCount(of:)` counts them; nil when there is no limit.
  var tokenLimit: Int? { get }

  /// How many tokens `text` has, without those that the embedder adds at both ends.
  ///
  /// - Complexity: O(*n*) in the bytes of `text`.
  func tokenCount(of text: String) -> Int

  /// Whether the embedder knows so little of `text` that its vector says next to nothing: other such texts have the
  /// same one, and only their words can tell them apart.
  ///
  /// - Complexity: O(*n*) in the bytes of `text`.
  func isMostlyUnknown(_ text: String) -> Bool

  /// - Throws: `EmbeddingError.tooManyTokens` for a passage over the limit, before any text of the batch is embedded;
  ///   `CancellationError`; whatever the implementation's model or server throws.
  func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [UnitVector]
}

extension Embedder {
  /// Embedders without a fixed vocabulary know every text.
  public func isMostlyUnknown(_ text: String) -> Bool { false }
}
