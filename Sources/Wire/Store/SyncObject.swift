package import Freshet

/// The result of a sync with another store, as JSON; docs/commands/sync.md documents the keys.
package struct SyncObject: Encodable {
  let differing, changedHere, changedThere, contentsReceived, contentsSent, refused: Int
  let heldHere, heldThere: Int
  let rounds, bytesSent, bytesReceived: Int
  let refusals: [RefusalObject]
  let cutClaims: [ClaimObject]
  let conflicted: [String]
  let isRenewed, sharesVectors: Bool
  let tookSeconds: Double
  let token: SessionToken?

  package init(_ summary: SyncSummary) {
    (differing, changedHere, changedThere) = (summary.differing, summary.changedHere, summary.changedThere)
    (contentsReceived, contentsSent) = (summary.contentsReceived, summary.contentsSent)
    refused = summary.refused
    refusals = summary.refusals.map(RefusalObject.init)
    cutClaims = summary.cutClaims.map(ClaimObject.init)
    (heldHere, heldThere) = (summary.heldHere, summary.heldThere)
    (rounds, bytesSent, bytesReceived) = (summary.rounds, summary.bytesSent, summary.bytesReceived)
    conflicted = summary.conflicted.map(\.description)
    (isRenewed, sharesVectors) = (summary.isRenewed, summary.sharesVectors)
    tookSeconds = summary.took.inSeconds
    token = summary.token
  }
}
