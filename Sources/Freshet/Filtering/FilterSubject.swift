internal import FreshetCorpus
internal import FreshetStorage

/// A document about which a filter decides. Its fields and tags are decoded when a condition first asks for them.
struct FilterSubject {
  private let document: DescribedDocument
  /// Whether the document is from an earlier state of a store, which lacks what has no history: the fields and tags
  /// that programs set, and the modification times of files.
  private let isPast: Bool

  init(_ document: DescribedDocument, isPast: Bool) {
    self.document = document
    self.isPast = isPast
  }

  private var isPushed: Bool { document.id.source.isExactly(DocumentID.pushed) }

  /// Nil if they aren't known.
  private lazy var fields: [String: String]? = isPast && isPushed ? nil : document.fields
  private lazy var tags: Set<String>? = fields.flatMap { fields in
    document.pushedTags.map { DocumentTags.union($0, fields) }
  }

  private var changed: Timestamp? { isPast && !isPushed ? nil : document.changed }

  /// Whether the filter admits the document. Nil if that depends on something that isn't known (Kleene's three-valued
  /// logic).
  mutating func isAdmitted(by condition: DocumentFilter.Condition) -> Bool? {
    switch condition {
    case .field(let name, let condition): fields.map { $0[name].map(condition.holds) ?? false }
    case .tag(let tag): tags.map { $0.contains(DocumentTags.normalized(tag)) }
    case .path(let pattern): pattern.matches(document.id)
    case .source(let name): document.id.source.isExactly(name.string)
    case .changed(let moment): changed.map { $0 >= moment }
    case .documents(let documents): documents.contains(document.id)
    case .not(let condition): isAdmitted(by: condition).map { !$0 }
    case .all(let conditions): outcome(of: conditions, decidedBy: false)
    case .any(let conditions): outcome(of: conditions, decidedBy: true)
    }
  }

  /// `decisive` if one of the conditions has this outcome; otherwise nil if one of them isn't known.
  private mutating func outcome(of conditions: [DocumentFilter.Condition], decidedBy decisive: Bool) -> Bool? {
    var isKnown = true
    for condition in conditions {
      let outcome = isAdmitted(by: condition)
      if outcome == decisive { return decisive }
      if outcome == nil { isKnown = false }
    }
    return isKnown ? !decisive : nil
  }
}

extension DocumentFilter.Condition {
  /// What a document's description must contain to decide the condition.
  var needs: DescribedDocument.Parts {
    switch self {
    case .field, .tag: .attributes
    case .changed: .times
    case .path, .source, .documents: []
    case .not(let condition): condition.needs
    case .all(let conditions), .any(let conditions): conditions.reduce(into: []) { $0.formUnion($1.needs) }
    }
  }

  /// The same condition, with conditions that decode fields or tags behind those that don't.
  var cheapestFirst: Self {
    switch self {
    case .not(let condition): .not(condition.cheapestFirst)
    case .all(let conditions): .all(Self.sorted(conditions))
    case .any(let conditions): .any(Self.sorted(conditions))
    default: self
    }
  }

  private static func sorted(_ conditions: [Self]) -> [Self] {
    let ordered = conditions.map(\.cheapestFirst)
    return ordered.filter { !$0.needs.contains(.attributes) } + ordered.filter { $0.needs.contains(.attributes) }
  }
}
