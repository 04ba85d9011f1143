internal import ArgumentParser
internal import Freshet

/// Audit rules as an option lists them, separated by commas: by id, such as FRS001, or by title with "-" for blanks,
/// such as over-objective.
struct RuleSelection {
  static let none = "none"
  let rules: Set<AuditRule>

  init(_ list: String) throws {
    if list == Self.none {
      rules = []
      return
    }
    rules = try Set(list.split(separator: ",", omittingEmptySubsequences: false).map { try Self.rule(String($0)) })
  }

  private static func rule(_ name: String) throws -> AuditRule {
    let word = name.lowercased()
    if let rule = AuditRule.allCases.first(where: { word == $0.id.lowercased() || word == $0.shortName }) {
      return rule
    }
    let known = AuditRule.allCases.map(\.shortName)
    let near = Suggestion.nearest(to: word, among: known + AuditRule.allCases.map { $0.id.lowercased() })
    let meant = near.map { "did you mean \($0.hasPrefix("frs") ? $0.uppercased() : $0)?" }
    throw ValidationError(
      "there is no rule \(name): \(meant ?? "expected FRS001 to FRS013, \(known.joined(separator: ", ")), or \(none)")")
  }
}

extension AuditRule {
  /// The rule's title with "-" for blanks, such as "over-objective".
  var shortName: String { title.replacing(" ", with: "-") }
}
