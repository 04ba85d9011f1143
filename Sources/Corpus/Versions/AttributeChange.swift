/// The changes that a write makes to a document's fields and tags. Other fields and tags stay unchanged.
public struct AttributeChange: Hashable, Sendable {
  /// New values of fields; nil removes a field.
  public var fields: [String: String?]
  /// The tags that the change adds.
  public var addedTags: Set<String>
  /// The tags that the change removes. A tag stays if another writer also added it, in a write that this writer hasn't
  /// read.
  public var removedTags: Set<String>

  /// Makes a change of fields and tags. A field with the value nil is removed.
  public init(fields: [String: String?] = [:], adding: Set<String> = [], removing: Set<String> = []) {
    self.fields = fields
    addedTags = adding
    removedTags = removing
  }

  package var isEmpty: Bool { fields.isEmpty && addedTags.isEmpty && removedTags.isEmpty }
}
