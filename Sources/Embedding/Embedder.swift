public import FreshetCorpus

/// The purpose of a vector.
public enum EmbeddingPurpose: Hashable, Sendable, CaseIterable {
  /// A text that will be stored and found. The embedder refuses one over the limit, because the index would hide what
  /// was cut off.
  case passage
  /// A question. The embedder splits one over the limit, and embeds the parts.
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
  /// The space in which the vectors lie. It is known before a model is loaded, and never changes for one embedder.
  var space: EmbeddingSpace { get }

  /// How many tokens one passage may have, as `tokenCount(of:)` counts them; nil when there is no limit.
  var tokenLimit: Int? { get }

  /// How many tokens `text` has, without those that the embedder adds at both ends.
  ///
  /// - Complexity: O(*n*) in the bytes of `text`.
  func tokenCount(of text: String) -> Int

  /// Whether the embedder knows so little of `text` that its vector says almost nothing: other such texts have the same
  /// vector, and only their words distinguish them.
  ///
  /// - Complexity: O(*n*) in the bytes of `text`.
  func isMostlyUnknown(_ text: String) -> Bool

  /// Embeds texts: returns one vector for each, in their order.
  ///
  /// - Throws: `EmbeddingError.tooManyTokens` for a passage over the limit, before any text of the batch is embedded;
  ///   `CancellationError`; the errors of the implementation's model or server.
  func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [UnitVector]
}

extension Embedder {
  /// False, because embedders without a fixed vocabulary know every text.
  public func isMostlyUnknown(_ text: String) -> Bool { false }
}
