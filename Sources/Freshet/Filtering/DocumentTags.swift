/// Tags as people write them.
enum DocumentTags {
  /// The tag without white space around it and `#` before it. Two tags are equal if these texts are.
  static func normalized(_ tag: Substring) -> String {
    guard let start = tag.firstIndex(where: { !$0.isWhitespace && $0 != "#" }),
      let end = tag.lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(tag[start...end])
  }

  static func normalized(_ tag: String) -> String { normalized(Substring(tag)) }

  /// The tags of a document: those that programs added, and those in its field `tags`.
  static func union(_ pushed: some Sequence<String>, _ fields: [String: String]) -> Set<String> {
    let written = (fields["tags"] ?? "").split(separator: ",").map { normalized($0) }
    return Set(pushed.map { normalized($0) } + written).subtracting([""])
  }
}
