import Foundation
import Freshet
import FreshetWire
import Testing

/// What programs hand back.
@Suite struct StatedShapesTests {
  private func claims(in name: String) throws -> [CertificateClaim] {
    let golden = try #require(Golden.bytes(of: name))
    return try JSONDecoder().decode(StatedCertificates.self, from: golden).all.map(\.claim)
  }

  private func claim(isFresh: Bool = true) -> CertificateClaim {
    CertificateClaim(
      document: Sample.document, bytes: 12..<60, address: Sample.address, revision: Sample.revision,
      isFresh: isFresh, verifiedAt: Sample.moment(0))
  }

  @Test func `the certificates of an answer, a hit and a certificate are read as they were written`() throws {
    #expect(try claims(in: "AnswerObject.json") == [claim(), claim()])
    #expect(try claims(in: "AnswerObject.bare.json") == [])
    #expect(try claims(in: "HitObject.json") == [claim()])
    #expect(try claims(in: "CertificateObject.json") == [claim()])
    #expect(try claims(in: "CertificateObject.stale.json") == [claim(isFresh: false)])
    #expect(try claims(in: "CertificateObject.orphaned.json") == [claim(isFresh: false)])
  }

  @Test func `a certificate of an unknown state, backward bytes or no moment is refused`() throws {
    let golden = String(decoding: try #require(Golden.bytes(of: "CertificateObject.json")), as: UTF8.self)
    for (part, other) in [
      (#""state":"fresh""#, #""state":"new""#), (#""end":60"#, #""end":11"#), ("2026-03-01T", "yesterday "),
    ] {
      let text = golden.replacingOccurrences(of: part, with: other)
      #expect(text != golden)
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(StatedCertificates.self, from: Data(text.utf8))
      }
    }
  }

  @Test func `a question has a text and an id, which may be a number or BEIR's`() {
    let texts = [
      #"{"id":"q1","text":"who?"}"#, #"{"_id":7,"text":"who?"}"#, #"{"text":"who?"}"#, #"{"id":1}"#, "who?",
    ]
    #expect(texts.map { StatedQuery(json: $0)?.id } == ["q1", "7", nil, nil, nil])
    #expect(texts.map { StatedQuery(json: $0)?.text } == ["who?", "who?", nil, nil, nil])
  }
}
