internal import FreshetCorpus

extension RefreshLedger {
  /// What the ledger keeps for a document.
  struct Entry: Sendable {
    /// Nil only until it is filed.
    var state: State?
    /// The number of the last observation; 0 before the first.
    var observation: UInt64 = 0
    /// Everything observed of the document up to this number was answered for.
    var covered: UInt64
    /// Where it stands among those that are due: the first observation that its next refresh will cover.
    var turn: UInt64 = 0
    /// The number of the last observation of any document when its refresh began.
    var beganAfter: UInt64 = 0
    /// When it was observed last.
    var changedAt = Timestamp(nanoseconds: .min)
    var attempts = 0
    /// It was hurried during its refresh: should another follow, it doesn't rest before.
    var isHurried = false
    /// The one under which it is filed, and the key there; `filedAt` is nil in `ready`.
    var ticket: UInt64?
    var filedAt: Timestamp?

    init(covered: UInt64) {
      self.covered = covered
    }

    var isDeadLetter: Bool { if case .deadLettered = state { true } else { false } }
    var described: String { state.map { "\($0)" } ?? "in step" }

    func filed(under ticket: UInt64, at key: Timestamp?) -> Entry {
      var entry = self
      entry.ticket = ticket
      entry.filedAt = key
      return entry
    }
  }
}
