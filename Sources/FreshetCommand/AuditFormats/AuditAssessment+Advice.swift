internal import Freshet

extension AuditAssessment {
  /// A sentence with the command to run first, between backquotes; nil if no finding is shown. If the command is
  /// `reindex`, the sentence also says what it does.
  ///
  /// `reindex` comes first, because most other findings are reliable only when the index is in step with the sources.
  var advice: String? {
    let broken = Set(entries.map(\.finding.rule))
    if broken.contains(.damaged) {
      return Advice.completed("`freshet reindex --all` writes damaged passages again from the source")
    }
    if let entry = entries.first(where: { Self.mendedByReindexing.contains($0.finding.rule) }) {
      let other = entries.first { $0.finding.rule == .otherSpace }
      return "`\((other ?? entry).next)` brings the index in step"
    }
    return entries.first.map { "`\($0.next)`" }
  }

  private static let mendedByReindexing: Set<AuditRule> = [
    .stale, .missing, .orphaned, .otherSpace, .configurationDrift,
  ]
}
