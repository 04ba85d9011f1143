package import FreshetCorpus

/// The pending barriers of a source: cookies, and for each cookie the documents that must be indexed before its
/// release.
///
/// A cookie is an empty file that a barrier read creates. The watcher reports it after all earlier changes. The ledger
/// releases a cookie once every document that was outstanding when the cookie arrived is covered. An observation is
/// covered once a refresh of the document that began later has ended. A failed refresh counts, too, because answers
/// count the documents that failed. Later observations don't delay the cookie, so a document that changes all the time
/// can't block a barrier forever.
///
/// - Complexity: `await` is O(*d*) for *d* outstanding documents; `release` is O(*b*) for *b* pending barriers.
package struct BarrierLedger: Sendable {
  private struct Barrier: Sendable {
    let cookies: [String]
    /// The documents that were outstanding when the cookies arrived and aren't covered yet, each with the number of its
    /// last observation at that time.
    var waitsFor: [DocumentID: UInt64]
  }

  private var barriers: [Barrier] = []

  package init() {}

  package var waitingCookies: [String] { barriers.flatMap(\.cookies) }

  /// Adds a barrier, whose cookies wait for all outstanding documents, and returns no cookies. If no document is
  /// outstanding, returns the given cookies and adds nothing.
  package mutating func await(_ cookies: [String], _ ledger: RefreshLedger) -> [String] {
    let outstanding = ledger.outstanding()
    if cookies.isEmpty || outstanding.isEmpty { return cookies }
    barriers.append(Barrier(cookies: cookies, waitsFor: outstanding))
    return []
  }

  /// Removes this document from all barriers for which it is covered. Removes the barriers that now wait for no other
  /// document, and returns their cookies, in order of arrival. Call this after `ledger` has recorded that a refresh of
  /// the document ended.
  package mutating func release(after id: DocumentID, _ ledger: RefreshLedger) -> [String] {
    for index in barriers.indices {
      guard let observation = barriers[index].waitsFor[id], ledger.isCovered(id, upTo: observation) else { continue }
      barriers[index].waitsFor[id] = nil
    }
    let released = barriers.filter(\.waitsFor.isEmpty).flatMap(\.cookies)
    if !released.isEmpty { barriers.removeAll(where: \.waitsFor.isEmpty) }
    return released
  }
}
