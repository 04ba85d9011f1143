package import Freshet

/// One hit of an answer as JSON; docs/commands/query.md documents the keys.
package struct HitObject: Encodable {
  let document: String
  let score: Float
  let via: String
  let start, end: Int
  let lines: [Int]
  let headings: [String]
  let address: ContentAddress
  let text: String
  let certificate: CertificateObject
  /// The concurrent versions of the document; nil unless the certificate's state is `conflicted`.
  let siblings: [SiblingObject]?

  package init(_ hit: Hit) {
    document = hit.document.description
    score = hit.score
    via = hit.via.rawValue
    start = hit.certificate.bytes.lowerBound
    end = hit.certificate.bytes.upperBound
    lines = [hit.certificate.lines.first, hit.certificate.lines.last]
    headings = hit.headingPath
    address = hit.certificate.address
    text = hit.text
    certificate = CertificateObject(hit.certificate)
    siblings = hit.siblings.isEmpty ? nil : hit.siblings.map(SiblingObject.init)
  }
}
