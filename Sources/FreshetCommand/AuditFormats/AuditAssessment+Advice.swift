internal import Freshet

extension AuditAssessment {
  /// The command to run first, and what it does; nil if there is no finding.
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
