internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// Compares the machine's clock with the newest time that the store has on record.
enum ClockCheck {
  static let name = "clock"
  /// How far the clocks of two machines that sync may differ. A store refuses writes whose time is farther in the
  /// future (docs/commands/sync.md).
  static let tolerance = Duration.seconds(300)

  static func findings(in patient: Patient) throws -> [HealthFinding] {
    var newest: Timestamp?
    guard case .open(let store) = patient.condition else { return [judge(now: patient.now, newest: newest)] }
    newest = try store.read { try $0.newestMoment() }
    let stray = try store.read { try $0.strayStamps(at: patient.now) }
    return [judge(now: patient.now, newest: newest), judge(stray)].compactMap { $0 }
  }

  /// The finding about write times that lie impossibly far in the future; nil if there are none.
  static func judge(_ stray: StrayStamps) -> HealthFinding? {
    if stray.isEmpty { return nil }
    let names = stray.documents.prefix(5).map(\.description).joined(separator: ", ")
    return HealthFinding(
      .problem, name,
      "\(stray.versions.counted("version")) and \(stray.fields.counted("field")) have timestamps in the future, which a wrong clock must have set"
        + (stray.isClockStray ? "; the store's own clock stands in the future too, so other stores refuse what it writes" : "")
        + (names.isEmpty ? "" : ". They belong to \(names)\(stray.documents.count > 5 ? ", …" : "")"),
      cure: "set this machine's clock right, then \(run: .repairClock)")
  }

  static func judge(now: Timestamp, newest: Timestamp?) -> HealthFinding {
    let set: AdvisedText = "set it, best by NTP: `timedatectl set-ntp true`"
    if now < Timestamp(seconds: 1_735_689_600, nanoseconds: 0) {
      return HealthFinding(
        .problem, name, "it is \(now) by this machine's clock, which lies before this program", cure: set)
    }
    guard let newest, newest > now + .seconds(1) else {
      return HealthFinding(.ok, name, "it is \(now)\(newest == nil ? "" : ", and the store has no later moment")")
    }
    let ahead = newest.duration(since: now)
    return HealthFinding(
      ahead > tolerance ? .problem : .warning, name,
      """
      the store's newest moment, \(newest), lies \(Int(ahead / .seconds(1))) s ahead of this machine's clock: it was \
      set back, or another's is fast. Ages and lags are wrong until then
      """,
      cure: set)
  }
}
