/// Decides whether a value in a YAML block is a sentence rather than metadata, so that prose such as "Skipper: where is
/// the pilot?" isn't taken for a key with a value.
enum SentenceSigns {
  /// The keys whose values may be sentences, or names of any length.
  private static let proseKeys = Set(
    """
    title subtitle description summary abstract excerpt synopsis teaser tagline slogan lead lede dek intro introduction \
    headline caption subject about comment comments notes quote license licence copyright rights disclaimer attribution \
    keywords tags topics categories category aliases alias author authors editor editors contributor contributors \
    deciders consulted informed reviewers publisher institution affiliation organization source sources references \
    bibliography address alt meta_title meta_description seo_title seo_description og_title og_description
    """.split(separator: " ").map(String.init))

  /// The minimum number of words with which a value counts as a sentence even if it doesn't end with a full stop.
  private static let manyWords = 8
  /// The minimum number of words with which a value counts as a sentence, even without a full stop, if its key looks
  /// like a label in prose: a key with a capital letter at its start or with a space, such as "Note" or "To do".
  private static let manyWordsUnderLabel = 4
  private static let fewestWords = 3

  static func mayHoldSentences(_ key: String) -> Bool {
    proseKeys.contains(key.lowercased().replacing("-", with: "_"))
  }

  static func isSentence(_ text: String, under key: String) -> Bool {
    let words = text.split(whereSeparator: \.isWhitespace).count
    let isLabel = key.contains(where: \.isWhitespace) || (key.first?.isUppercase ?? false)
    if words >= (isLabel ? manyWordsUnderLabel : manyWords) { return true }
    guard let end = text.last(where: { !closers.contains($0) }) else { return false }
    return fullWidthStops.contains(end) || (words >= fewestWords && stops.contains(end))
  }

  private static let closers: Set<Character> = [")", "]", "\"", "'", "*", "_", "`", "”", "’", "»", "」", "』"]
  private static let stops: Set<Character> = [".", "!", "?", "…"]
  private static let fullWidthStops: Set<Character> = ["。", "！", "？", "｡"]
}
