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
      "\(stray.versions.counted("version")) and \(stray.fields.counted("field")) have timestamps in the future, set by a wrong clock"
        + (stray.isClockStray
          ? "; the store's own clock is in the future, too, so other stores refuse its writes" : "")
        + (names.isEmpty ? "" : ". They are in \(names)\(stray.documents.count > 5 ? ", …" : "")"),
      cure: "set this machine's clock to the correct time, then \(run: .repairClock)")
  }

  static func judge(now: Timestamp, newest: Timestamp?) -> HealthFinding {
    let set: AdvisedText = "set the clock, preferably by NTP: `timedatectl set-ntp true`"
    if now < Timestamp(seconds: 1_735_689_600, nanoseconds: 0) {
      return HealthFinding(
        .problem, name, "this machine's clock says \(now), a time before this program was made", cure: set)
    }
    guard let newest, newest > now + .seconds(1) else {
      let store = newest == nil ? "" : ", and no time in the store is later"
      return HealthFinding(.ok, name, "this machine's clock says \(now)\(store)")
    }
    let ahead = newest.duration(since: now)
    return HealthFinding(
      ahead > tolerance ? .problem : .warning, name,
      """
      the newest time in the store, \(newest), is \(Int(ahead / .seconds(1))) s ahead of this machine's clock: this clock \
      was set back, or another machine's is fast. Ages and lags are wrong until the clock reaches that time
      """,
      cure: set)
  }
}
