internal import Foundation
internal import Freshet

/// An audit's result as SARIF 2.1.0, which code-scanning services show beside the documents' lines.
///
/// Paths are relative to their source's folder, which `originalUriBaseIds` names. A finding that isn't about one
/// document points to its source's folder, or to the store, because viewers drop results without a location. The rules
/// have no `helpUri`: it must be an absolute URI, and the documentation in this repository has no fixed one. A rule's
/// help text says where to read on.
struct SarifLog: Encodable {
  static let schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
  /// The name of the store's folder in `originalUriBaseIds`; no source can have that name.
  static let storeBase = ".store"

  private let runs: [Run]

  init(_ assessment: AuditAssessment) {
    runs = [Run(assessment)]
  }

  private enum CodingKeys: String, CodingKey {
    case schema = "$schema"
    case version, runs
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(Self.schema, forKey: .schema)
    try values.encode("2.1.0", forKey: .version)
    try values.encode(runs, forKey: .runs)
  }

  func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }
}

extension SarifLog {
  struct Message: Encodable {
    let text: String
  }

  struct Location: Encodable {
    let uri: String
    var uriBaseId: String?
  }

  private struct Run: Encodable {
    struct Tool: Encodable {
      let driver: Driver
    }

    struct Invocation: Encodable {
      let executionSuccessful = true
      let endTimeUtc: String
    }

    let tool: Tool
    let invocations: [Invocation]
    let originalUriBaseIds: [String: Location]
    let columnKind = "unicodeCodePoints"
    let results: [SarifResult]

    init(_ assessment: AuditAssessment) {
      tool = Tool(driver: Driver())
      invocations = [Invocation(endTimeUtc: assessment.report.auditedAt.description)]
      let roots = assessment.report.sources.compactMap { source in source.root.map { (source.name, $0) } }
      originalUriBaseIds = Dictionary(keepingFirst: roots + [(SarifLog.storeBase, assessment.store)])
        .mapValues { Location(uri: URIText.folder($0)) }
      results =
        assessment.entries.map { SarifResult($0, roots: roots, isCompared: assessment.hasBaseline) }
        + assessment.resolved.map { SarifResult(resolved: $0, roots: roots) }
    }
  }

  private struct Driver: Encodable {
    let name = "freshet"
    let semanticVersion = FreshetVersion.current
    let rules = AuditRule.allCases.map(Rule.init)
  }

  private struct Rule: Encodable {
    struct Configuration: Encodable {
      let level: String
    }

    let id, name: String
    let shortDescription, help: Message
    let defaultConfiguration: Configuration

    init(_ rule: AuditRule) {
      id = rule.id
      name = rule.title.split(separator: " ").map(\.capitalized).joined()
      shortDescription = Message(text: rule.title)
      help = Message(
        text: "\(rule.summary.prefix(1).uppercased())\(rule.summary.dropFirst()): see docs/rules.md#\(rule.anchor)")
      defaultConfiguration = Configuration(level: rule.severity.rawValue)
    }
  }
}

extension AuditRule {
  /// The fragment of the URL of the rule's section in docs/rules.md.
  var anchor: String { id.lowercased() }
}
