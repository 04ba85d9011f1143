internal import FreshetWire

extension AuditAssessment {
  /// The assessment as the object that `--format json` prints.
  var object: AuditObject {
    AuditObject(
      report,
      findings: entries.map { entry in
        AuditObject.Finding(entry.finding, next: entry.next, isKnown: entry.isKnown, isFailing: entry.isFailing)
      },
      omitted: omittedCount, resolved: hasBaseline ? resolved : nil)
  }
}
