package import Freshet

/// A claim of a peer that this store didn't believe, as JSON: docs/commands/sync.md.
package struct ClaimObject: Encodable {
  let replica: String
  let claimed, believed: UInt64

  package init(_ claim: UnbelievedClaim) {
    (replica, claimed, believed) = (claim.replica.name, claim.claimed, claim.believed)
  }
}
