package import Freshet

/// Identifies a finding across audits, by its rule and the subject (document, source or store) that breaks the rule. A
/// baseline file lists accepted findings in this form.
package struct AcceptedFinding: Hashable, Comparable {
  package let rule: AuditRule
  package let subject: AuditFinding.Subject

  package init(rule: AuditRule, subject: AuditFinding.Subject) {
    self.rule = rule
    self.subject = subject
  }

  package init(_ finding: AuditFinding) {
    self.init(rule: finding.rule, subject: finding.subject)
  }

  package static func < (one: AcceptedFinding, other: AcceptedFinding) -> Bool {
    (one.rule.id, one.subject) < (other.rule.id, other.subject)
  }

  /// A hash of rule and subject, which is the same for this finding in every audit.
  package var fingerprint: Fingerprint {
    let name =
      switch subject {
      case .store: "store"
      case .source(let name): "source:\(name)"
      case .document(let id): "document:\(id.source):\(id.path)"
      }
    return Fingerprint(hashing: "\(rule.id)\n\(name)")
  }
}

extension AcceptedFinding: Codable {
  private enum CodingKeys: String, CodingKey {
    case rule, source, path
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    rule = try values.decode(AuditRule.self, forKey: .rule)
    let source = try values.decodeIfPresent(String.self, forKey: .source)
    let path = try values.decodeIfPresent(String.self, forKey: .path)
    switch (source, path) {
    case (nil, nil): subject = .store
    case (let source?, nil): subject = .source(source)
    case (let source?, let path?): subject = .document(DocumentID(source: source, path: path))
    case (nil, .some):
      throw DecodingError.dataCorruptedError(forKey: .path, in: values, debugDescription: "a path needs a source")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(rule, forKey: .rule)
    switch subject {
    case .store: break
    case .source(let name): try values.encode(name, forKey: .source)
    case .document(let id):
      try values.encode(id.source, forKey: .source)
      try values.encode(id.path, forKey: .path)
    }
  }
}
