/// A write's changes to a document's fields and tags. Fields and tags that it doesn't name stay unchanged.
public struct AttributeChange: Hashable, Sendable {
  /// New values of fields; nil removes a field.
  public var fields: [String: String?]
  /// The tags that the change adds.
  public var addedTags: Set<String>
  /// The tags that the change removes, as far as the writer had read that they were added.
  public var removedTags: Set<String>

  /// A change of fields and tags; a field with the value nil is removed.
  public init(fields: [String: String?] = [:], adding: Set<String> = [], removing: Set<String> = []) {
    self.fields = fields
    addedTags = adding
    removedTags = removing
  }

  package var isEmpty: Bool { fields.isEmpty && addedTags.isEmpty && removedTags.isEmpty }
}
