import Foundation
import Freshet
import FreshetWire
import Testing

@Suite struct AnswerShapesTests {
  @Test func `an answer`() throws {
    let answer = Answer(
      hits: [Sample.hit, Sample.plainHit], completeness: Sample.completeness, asOf: Sample.moment(1_500),
      token: Sample.token, embedder: Sample.space)
    try Golden.expect(AnswerObject(answer, .hybrid, id: "q1", query: "who rings whom?"))
    let empty = Answer(
      hits: [], completeness: Sample.bareCompleteness, asOf: Sample.moment(0), token: Sample.token,
      embedder: Sample.space)
    try Golden.expect(AnswerObject(empty, .lexical), as: "bare")
  }

  @Test func `a hit`() throws {
    try Golden.expect(HitObject(Sample.hit))
    try Golden.expect(HitObject(Sample.plainHit), as: "bare")
    try Golden.expect(HitObject(Sample.expandedHit), as: "expanded")
  }

  @Test func `the text around a hit`() throws {
    try Golden.expect(ExpandedTextObject(Sample.expandedText))
    try Golden.expect(ExpandedTextObject(Sample.joinedText), as: "joined")
  }

  @Test func `a prompt`() throws {
    let budget = TokenBudget(limit: 300) { $0.utf8.count }
    try Golden.expect(PromptObject(Prompt(Sample.answer, within: budget), .hybrid, query: "who rings whom?"))
  }

  @Test func `one of the versions that stand side by side`() throws {
    try Golden.expect(SiblingObject(Sample.siblings[0]))
    try Golden.expect(SiblingObject(Sample.removal), as: "bare")
  }

  @Test func `a certificate of each freshness`() throws {
    try Golden.expect(CertificateObject(Sample.certificate(.fresh)))
    try Golden.expect(CertificateObject(Sample.certificate(.suspect(since: Sample.moment(200)))), as: "suspect")
    try Golden.expect(CertificateObject(Sample.certificate(.stale(since: Sample.moment(200)))), as: "stale")
    try Golden.expect(CertificateObject(Sample.certificate(.orphaned)), as: "orphaned")
    try Golden.expect(CertificateObject(Sample.certificate(.conflicted)), as: "conflicted")
    try Golden.expect(CertificateObject(Sample.certificate(.unverified(why: "no mount"))), as: "unverified")
  }

  @Test func `what an answer can't have seen`() throws {
    try Golden.expect(CompletenessObject(Sample.completeness))
    try Golden.expect(CompletenessObject(Sample.bareCompleteness), as: "bare")
  }

  @Test func `verdicts on certificates`() throws {
    let line = try WireEncoder.line(CertificateObject(Sample.certificate(.stale(since: Sample.moment(200)))))
    let stated = try JSONDecoder().decode(StatedCertificate.self, from: Data(line.utf8))
    let verdicts: [CertificateVerdict] = [
      .holds, .outdated(changedAt: Sample.moment(400)), .wrong(why: "other bytes"), .unverifiable(why: "no folder"),
    ]
    try Golden.expect(VerdictsObject(verdicts.map { (stated, $0) }))
    try Golden.expect(VerdictsObject([]), as: "bare")
  }

  @Test func `the means of ranking measures`() throws {
    try Golden.expect(
      RankingObject(queries: 3, ndcgAt10: 0.1, recallAt10: 1.0 / 3, recallAt100: 1, mrrAt10: 0.5))
  }

  @Test func `a text and its vector`() throws {
    let vector = try #require(UnitVector([0.6, -0.8, 0, 1e-6]))
    try Golden.expect(EmbeddedTextObject("Ring Ann.", vector, isTruncated: true))
    try Golden.expect(EmbeddedTextObject("", vector, isTruncated: false), as: "bare")
  }
}
