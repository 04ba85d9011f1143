package import Freshet

/// One hit of an answer as JSON; docs/commands/query.md documents the keys.
package struct HitObject: Encodable {
  let document: String
  /// The document's title; nil if it has none.
  let title: String?
  /// Its fields and tags; nil if it has none.
  let fields: [String: String]?
  let tags: [String]?
  let score: Float
  let via: String
  let start, end: Int
  let lines: [Int]
  let headings: [String]
  /// The names of the columns of the rows that the passage begins with; nil if it doesn't begin so.
  let columns: [String]?
  let address: ContentAddress
  let text: String
  let certificate: CertificateObject
  /// The concurrent versions of the document; nil unless the certificate's state is `conflicted`.
  let siblings: [SiblingObject]?
  /// The text around the passage; nil if the answer has passages alone.
  let expansion: ExpandedTextObject?
  /// The other places with the same text, and the number of all; nil if there is one place.
  let otherPlaces: [CertificateObject]?
  let placeCount: Int?

  package init(_ hit: Hit) {
    document = hit.document.description
    title = hit.labels.title
    fields = hit.labels.fields.isEmpty ? nil : hit.labels.fields
    tags = hit.labels.tags.isEmpty ? nil : hit.labels.tags.sorted()
    score = hit.score
    via = hit.via.rawValue
    start = hit.certificate.bytes.lowerBound
    end = hit.certificate.bytes.upperBound
    lines = [hit.certificate.lines.first, hit.certificate.lines.last]
    headings = hit.headingPath
    columns = hit.columns.isEmpty ? nil : hit.columns
    address = hit.certificate.address
    text = hit.text
    certificate = CertificateObject(hit.certificate)
    siblings = hit.siblings.isEmpty ? nil : hit.siblings.map(SiblingObject.init)
    expansion = hit.expansion.map(ExpandedTextObject.init)
    otherPlaces = hit.otherPlaces.isEmpty ? nil : hit.otherPlaces.map(CertificateObject.init)
    placeCount = hit.placeCount == 1 ? nil : hit.placeCount
  }
}
