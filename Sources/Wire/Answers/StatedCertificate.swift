package import Freshet

/// A certificate parsed from the output of `freshet query --json`: the fields that a verification needs.
package struct StatedCertificate: Decodable {
  let source, path: String
  package let start, end: Int
  let address: ContentAddress
  let revision: Revision
  package let state: String
  let verifiedAt: String
  package let claim: CertificateClaim

  private enum CodingKeys: String, CodingKey {
    case source, path, start, end, address, revision, state, verifiedAt
  }

  private static let states = ["fresh", "suspect", "stale", "orphaned", "conflicted", "unverified"]

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    source = try values.decode(String.self, forKey: .source)
    path = try values.decode(String.self, forKey: .path)
    start = try values.decode(Int.self, forKey: .start)
    end = try values.decode(Int.self, forKey: .end)
    address = try values.decode(ContentAddress.self, forKey: .address)
    revision = try values.decode(Revision.self, forKey: .revision)
    state = try values.decode(String.self, forKey: .state)
    verifiedAt = try values.decode(String.self, forKey: .verifiedAt)
    guard Self.states.contains(state) else {
      throw Self.fault(.state, values, "expected one of \(Self.states.joined(separator: ", "))")
    }
    guard start >= 0, start <= end else { throw Self.fault(.end, values, "expected 0 <= start <= end") }
    guard let moment = Timestamp(iso8601: verifiedAt) else {
      throw Self.fault(.verifiedAt, values, "expected a time such as 2026-11-22T17:36:25.116Z")
    }
    // In every state except `stale` and `orphaned`, the certificate claims that the source had these bytes at `moment`.
    claim = CertificateClaim(
      document: DocumentID(source: source, path: path), bytes: start..<end, address: address, revision: revision,
      isFresh: state != "stale" && state != "orphaned", verifiedAt: moment)
  }

  private static func fault(
    _ key: CodingKeys, _ values: KeyedDecodingContainer<CodingKeys>, _ what: String
  ) -> DecodingError {
    .dataCorruptedError(forKey: key, in: values, debugDescription: what)
  }
}
