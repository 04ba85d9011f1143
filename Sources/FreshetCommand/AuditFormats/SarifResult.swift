internal import Freshet
internal import FreshetFiles
internal import FreshetWire

/// A finding as a SARIF result. A baseline entry that no longer occurs becomes a result with `baselineState` "absent".
struct SarifResult: Encodable {
  struct Place: Encodable {
    struct Physical: Encodable {
      let artifactLocation: SarifLog.Location
      let region: Region?
    }
    struct Region: Encodable {
      let startLine: Int
      let endLine: Int?
    }
    struct Logical: Encodable {
      let fullyQualifiedName: String
    }

    let physicalLocation: Physical
    let logicalLocations: [Logical]
  }

  let ruleId: String
  let ruleIndex: Int?
  let kind, level: String
  let message: SarifLog.Message
  let locations: [Place]
  let partialFingerprints: [String: String]
  let baselineState: String?

  /// Makes the result of a finding that occurs.
  ///
  /// - Parameters:
  ///   - roots: the sources' names and folders.
  ///   - isCompared: whether the audit has a baseline. If it has, `baselineState` is "unchanged" or "new", otherwise
  ///     nil.
  init(_ entry: AuditAssessment.Entry, roots: [(String, String)], isCompared: Bool) {
    let finding = entry.finding
    let since = finding.differsSince.map { ", since \($0)" } ?? ""
    self.init(
      AcceptedFinding(finding), ("fail", finding.rule.severity.rawValue),
      "\(finding.subject.name): \(finding.what.inCommands)\(since). Next: \(entry.next)", finding.sourceLines, roots,
      isCompared ? (entry.isKnown ? "unchanged" : "new") : nil)
  }

  init(resolved finding: AcceptedFinding, roots: [(String, String)]) {
    self.init(finding, ("pass", "none"), "\(finding.subject.name): no longer occurs", [], roots, "absent")
  }

  private init(
    _ finding: AcceptedFinding, _ weight: (kind: String, level: String), _ text: String, _ lines: [LineRange],
    _ roots: [(String, String)], _ baselineState: String?
  ) {
    ruleId = finding.rule.id
    ruleIndex = AuditRule.allCases.firstIndex(of: finding.rule)
    (kind, level) = weight
    message = SarifLog.Message(text: text)
    let first = lines.first
    let isDocument = if case .document = finding.subject { true } else { false }
    let region = Place.Region(startLine: first?.first ?? 1, endLine: first?.last)
    locations = [
      Place(
        physicalLocation: .init(
          artifactLocation: Self.location(of: finding.subject, Set(roots.map(\.0))),
          region: isDocument ? region : nil),
        logicalLocations: [.init(fullyQualifiedName: finding.subject.name)])
    ]
    partialFingerprints = ["ruleAndSubject/v1": finding.fingerprint.hex]
    self.baselineState = baselineState
  }

  private static func location(of subject: AuditFinding.Subject, _ known: Set<String>) -> SarifLog.Location {
    switch subject {
    case .store: .init(uri: StoreNames.database, uriBaseId: SarifLog.storeBase)
    case .source(let name): .init(uri: "./", uriBaseId: known.contains(name) ? name : nil)
    case .document(let id):
      known.contains(id.source)
        ? .init(uri: URIText.path(id.path), uriBaseId: id.source)
        : .init(uri: URIText.path("\(id.source)/\(id.path)"), uriBaseId: nil)
    }
  }
}
