internal import FreshetCorpus

extension RefreshLedger {
  /// The record that the ledger keeps for a document.
  struct Entry: Sendable {
    /// The state of the document; nil only until the entry is stored.
    var state: State?
    /// The number of the document's last observation; 0 before the first.
    var observation: UInt64 = 0
    /// Ended refreshes cover every observation of the document up to this number.
    var covered: UInt64
    /// The number of the first observation that the next refresh will cover. Due documents are refreshed in the order
    /// of these numbers.
    var turn: UInt64 = 0
    /// The number of the last observation of any document when this document's refresh began.
    var beganAfter: UInt64 = 0
    /// When the document was last observed, or when a refresh of it last ended as overtaken.
    var changedAt = Timestamp(nanoseconds: .min)
    var attempts = 0
    /// Whether `hurry` was called during the refresh: if another refresh follows, it begins without a rest.
    var isHurried = false
    /// The ticket of the document's valid item in the ledger's queues, and the item's key in the queue `waiting`.
    /// `filedAt` is nil for an item in the queue `ready`.
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
