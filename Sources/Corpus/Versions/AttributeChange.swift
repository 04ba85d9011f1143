/// What a write says about a document beside its text. What isn't named stays as it is.
public struct AttributeChange: Hashable, Sendable {
  /// Nil takes a field away.
  public var fields: [String: String?]
  /// The tags that the change adds.
  public var addedTags: Set<String>
  /// Only as far as the writer had seen them.
  public var removedTags: Set<String>

  /// A change of fields and tags; a field with the value nil is removed.
  public init(fields: [String: String?] = [:], adding: Set<String> = [], removing: Set<String> = []) {
    self.fields = fields
    addedTags = adding
    removedTags = removing
  }

  package var isEmpty: Bool { fields.isEmpty && addedTags.isEmpty && removedTags.isEmpty }
}
