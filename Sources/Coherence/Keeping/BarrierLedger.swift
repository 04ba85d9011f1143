package import FreshetCorpus

/// The cookies that wait until everything observed before them is indexed, and the documents that they still wait for.
///
/// A cookie is released when each document that was outstanding when the cookie came is covered: a refresh that began
/// after the document's last observation until then has ended. It may have failed, because answers name the documents
/// that failed. Later observations don't delay the cookie, so a document that changes without end doesn't starve it.
///
/// - Complexity: `await` is O(documents outstanding); `release` is O(cookies that wait).
package struct BarrierLedger: Sendable {
  private struct Barrier: Sendable {
    let cookies: [String]
    /// The documents that were outstanding, each with the number of its last observation.
    var waitsFor: [DocumentID: UInt64]
  }

  private var barriers: [Barrier] = []

  package init() {}

  package var waitingCookies: [String] { barriers.flatMap(\.cookies) }

  /// Adds cookies, which wait for all outstanding documents. Returns those that have nothing to wait for.
  package mutating func await(_ cookies: [String], _ ledger: RefreshLedger) -> [String] {
    let outstanding = ledger.outstanding()
    if cookies.isEmpty || outstanding.isEmpty { return cookies }
    barriers.append(Barrier(cookies: cookies, waitsFor: outstanding))
    return []
  }

  /// Returns the cookies that waited only for this document, in their order. Call it when a refresh of the document has
  /// ended and `ledger` knows that.
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
