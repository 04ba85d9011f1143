public import FreshetCorpus

/// A document in its current state: its text, its siblings if several programs wrote it at the same time, and the
/// context to write it back with.
public struct StoredDocument: Hashable, Sendable {
  public let id: DocumentID
  /// The standing versions, newest first. A removal may be among them.
  public let siblings: [Sibling]
  /// The fields that programs set, by name.
  public let fields: [String: String]
  /// The tags that programs set.
  public let tags: Set<String>
  /// The causal context of this read: `put` and `remove` with it supersede exactly these siblings.
  public let context: CausalContext

  /// The newest text; nil when the document was removed.
  public var text: String? { siblings.lazy.compactMap(\.text).first }
  /// Whether the standing versions differ: different texts, or a text and a removal.
  public var isConflicted: Bool { Set(siblings.map(\.revision)).count > 1 }
}
