/// How much text around each passage an answer returns.
///
/// Small passages are found best, but often don't stand alone. An expansion adds the text around a hit; the hit itself,
/// its score and its certificate stay those of the passage.
public enum Expansion: Hashable, Sendable {
  /// No more than the passage.
  case passage
  /// The passage with up to this many passages before and after it in its document.
  case neighbours(Int)
  /// The largest section around the passage that has at most this many of the embedder's tokens, up to the whole
  /// document. If even the innermost section has more, as many passages of it around the hit as fit. A passage that has
  /// more tokens by itself stays alone.
  ///
  /// A search by words alone needs no model, and counts one token for every three bytes.
  case section(upTo: Int)

  /// A section of at most 300 tokens.
  public static let standard = Expansion.section(upTo: 300)
}
