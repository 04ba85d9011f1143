public import FreshetCorpus

/// A condition on documents: which of them to search, to list or to remove.
///
///     let filter: DocumentFilter = .field("status", .equals("final")) && .tag("on-call") && .path("ops/**")
///     let answer = try await cache.retrieve("who rings whom at night?", where: filter)
///
/// `init(parsing:)` reads a filter from text, and `description` writes it in the same grammar. A filter applies to the
/// documents before the ranking, so that an answer has up to `limit` hits from them, and the promise of recall is about
/// their passages.
public struct DocumentFilter: Hashable, Sendable {
  indirect enum Condition: Hashable, Sendable {
    case field(String, FieldCondition)
    case tag(String)
    case path(DocumentPattern)
    case source(ExactPath)
    case changed(since: Timestamp)
    case documents(Set<DocumentID>)
    case not(Condition)
    /// All of at least two conditions hold.
    case all([Condition])
    /// One of at least two conditions holds.
    case any([Condition])
  }

  let condition: Condition

  init(_ condition: Condition) {
    self.condition = condition
  }

  /// The documents with a field that fulfils a condition. A document without the field never matches.
  ///
  /// Fields come from the front matter of Markdown, and from programs that pushed a document; where both name a field,
  /// the program's value counts. A list in front matter is one value, its items joined by ", ".
  public static func field(_ name: String, _ condition: FieldCondition) -> DocumentFilter {
    DocumentFilter(.field(name, condition))
  }

  /// The documents with a tag: one that a program added, or one in the field `tags`, which separates tags by commas.
  ///
  /// White space around a tag and `#` before it don't count. Upper and lower case do.
  public static func tag(_ tag: String) -> DocumentFilter { DocumentFilter(.tag(tag)) }

  /// The documents whose paths match a pattern.
  public static func path(_ pattern: DocumentPattern) -> DocumentFilter { DocumentFilter(.path(pattern)) }

  /// The documents of a source; that of pushed documents is `DocumentID.pushed`.
  public static func source(_ name: String) -> DocumentFilter { DocumentFilter(.source(ExactPath(name))) }

  /// The documents that changed at `moment` or later.
  ///
  /// A file changed at its modification time. A pushed document, and one that came from another store, changed when its
  /// current version was written.
  public static func changed(since moment: Timestamp) -> DocumentFilter { DocumentFilter(.changed(since: moment)) }

  /// The documents with these names. Names of documents that the store doesn't serve match nothing.
  public static func documents(_ documents: Set<DocumentID>) -> DocumentFilter { DocumentFilter(.documents(documents)) }

  /// The documents that both filters admit.
  public static func && (left: DocumentFilter, right: DocumentFilter) -> DocumentFilter {
    DocumentFilter(.all(left.condition.conjuncts + right.condition.conjuncts))
  }

  /// The documents that one of the filters admits, or both.
  public static func || (left: DocumentFilter, right: DocumentFilter) -> DocumentFilter {
    DocumentFilter(.any(left.condition.disjuncts + right.condition.disjuncts))
  }

  /// The documents that a filter doesn't admit. So `!.field("status", .equals("final"))` includes documents without the
  /// field `status`.
  public static prefix func ! (filter: DocumentFilter) -> DocumentFilter {
    if case .not(let inner) = filter.condition { return DocumentFilter(inner) }
    return DocumentFilter(.not(filter.condition))
  }
}

extension DocumentFilter.Condition {
  fileprivate var conjuncts: [Self] {
    if case .all(let conditions) = self { conditions } else { [self] }
  }

  fileprivate var disjuncts: [Self] {
    if case .any(let conditions) = self { conditions } else { [self] }
  }
}
