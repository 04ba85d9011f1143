package import Freshet

/// The result of examining the machine and a store, as JSON; docs/commands/doctor.md documents the keys.
package struct DoctorObject: Encodable {
  package struct Finding: Encodable {
    let check, verdict: String
    let found: AdvisedText
    let cure: AdvisedText?
  }

  let store: String?
  let findings: [Finding]
  let problems, warnings: Int

  /// - Parameters:
  ///   - store: the store's folder; nil if only the machine was examined.
  ///   - findings: the findings of all checks.
  package init(store: String?, _ findings: [HealthFinding]) {
    self.store = store
    self.findings = findings.map {
      Finding(check: $0.check, verdict: $0.verdict.rawValue, found: $0.found, cure: $0.cure)
    }
    problems = findings.count { $0.verdict == .problem }
    warnings = findings.count { $0.verdict == .warning }
  }
}
