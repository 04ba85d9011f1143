package import Freshet

/// A peer's claim about a third store's writes that this store didn't believe in full, as JSON; docs/commands/sync.md
/// documents the keys.
package struct ClaimObject: Encodable {
  let replica: String
  let claimed, believed: UInt64

  package init(_ claim: UnbelievedClaim) {
    (replica, claimed, believed) = (claim.replica.name, claim.claimed, claim.believed)
  }
}
