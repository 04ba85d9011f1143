internal import FreshetCorpus

extension RefreshLedger {
  /// The record that the ledger keeps for a document.
  struct Entry: Sendable {
    /// Nil only until the entry is filed.
    var state: State?
    /// The number of the last observation; 0 before the first.
    var observation: UInt64 = 0
    /// Ended refreshes cover every observation of the document up to this number.
    var covered: UInt64
    /// The first observation that the next refresh will cover. Documents that are due are refreshed in this order.
    var turn: UInt64 = 0
    /// The number of the last observation of any document when this document's refresh began.
    var beganAfter: UInt64 = 0
    /// When the document was last observed, or a refresh of it last overtaken.
    var changedAt = Timestamp(nanoseconds: .min)
    var attempts = 0
    /// `hurry` was called during the refresh: if another refresh follows, the document doesn't rest before it.
    var isHurried = false
    /// The ticket under which the document is filed, and the key there; `filedAt` is nil in `ready`.
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
