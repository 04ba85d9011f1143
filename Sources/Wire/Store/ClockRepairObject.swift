package import Freshet

/// The write times in a store that are impossibly far in the future, and whether `freshet repair clock` corrected them,
/// as JSON.
package struct ClockRepairObject: Encodable {
  let isNeeded, isClockAhead, isRepaired: Bool
  let versions, fields, peers: Int
  let documents: [String]
  let latest: String

  package init(_ plan: ClockRepair, isRepaired: Bool) {
    (isNeeded, isClockAhead, self.isRepaired) = (plan.isNeeded, plan.isClockAhead, isRepaired)
    (versions, fields, peers) = (plan.versions, plan.fields, plan.peers)
    documents = plan.documents.map(\.description)
    latest = plan.latest.description
  }
}
