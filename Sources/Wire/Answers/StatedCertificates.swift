/// The certificates in a JSON value that is an answer, a hit, or a certificate.
package struct StatedCertificates: Decodable {
  package let all: [StatedCertificate]

  private enum CodingKeys: String, CodingKey {
    case hits, certificate
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    if values.contains(.hits) {
      all = try values.decode([StatedCertificates].self, forKey: .hits).flatMap(\.all)
    } else if values.contains(.certificate) {
      all = [try values.decode(StatedCertificate.self, forKey: .certificate)]
    } else {
      all = [try StatedCertificate(from: decoder)]
    }
  }
}
