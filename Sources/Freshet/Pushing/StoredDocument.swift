public import FreshetCorpus

/// A stored document: its current versions (several if programs wrote it concurrently), its attributes, and the causal
/// context for writing it back.
public struct StoredDocument: Hashable, Sendable {
  public let id: DocumentID
  /// The versions that no later write has replaced, newest first. A removal counts as a version.
  public let siblings: [Sibling]
  /// The values of the fields that programs set; the keys are the fields' names.
  public let fields: [String: String]
  /// The tags that programs set.
  public let tags: Set<String>
  /// The causal context of this read. `put` or `remove` with this context replaces exactly the versions in `siblings`.
  public let context: CausalContext

  /// The text of the newest version that has one; nil if the document was removed.
  public var text: String? { siblings.lazy.compactMap(\.text).first }
  /// Whether the current versions conflict: they have different texts, or one is a removal.
  public var isConflicted: Bool { Set(siblings.map(\.revision)).count > 1 }
}
