package import Freshet

/// The certificate of a hit (the evidence that its text is in the source) as JSON; docs/commands/query.md documents the
/// keys.
package struct CertificateObject: Encodable {
  let source, path: String
  let start, end: Int
  let lines: [Int]
  let address: ContentAddress
  let revision: Revision
  let version: VersionVector
  let state: String
  let since: String?
  let why: String?
  let method: String
  let verifiedAt: String
  let ageUpperBoundSeconds: Double
  let space: SpaceID

  package init(_ certificate: Certificate) {
    source = certificate.document.source
    path = certificate.document.path
    start = certificate.bytes.lowerBound
    end = certificate.bytes.upperBound
    lines = [certificate.lines.first, certificate.lines.last]
    address = certificate.address
    revision = certificate.revision
    version = certificate.version
    state = certificate.freshness.name
    switch certificate.freshness {
    case .suspect(let moment), .stale(let moment): (since, why) = (moment.description, nil)
    case .unverified(let reason): (since, why) = (nil, reason)
    default: (since, why) = (nil, nil)
    }
    method = certificate.verification.method.rawValue
    verifiedAt = certificate.verification.at.description
    ageUpperBoundSeconds = certificate.ageUpperBound.inSeconds
    space = certificate.space
  }
}
