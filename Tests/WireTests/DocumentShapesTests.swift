import FreshetWire
import Testing

@testable import Freshet
@testable import FreshetStorage

@Suite struct DocumentShapesTests {
  @Test func `what is known of a document`() throws {
    let served = ServedSummary(
      revision: Sample.revision, version: Sample.vector,
      verification: Verification(method: .watch, at: Sample.moment(0)),
      passages: 4, awaitingVectors: 1, embeddingFailure: "no model")
    let mark = MarkSummary(
      since: Sample.moment(100), attempts: 8, lastError: "can't be read", nextAttemptAt: Sample.moment(5_000),
      isDeadLetter: true)
    try Golden.expect(
      ExplanationObject(
        DocumentExplanation(
          document: Sample.document, served: served, mark: mark, siblings: Sample.siblings, skipReason: .undecodable,
          unread: .utf16,
          freshness: .suspect(since: Sample.moment(100)), transitions: Sample.transitions,
          violations: [Sample.violation, Sample.lastingViolation])))
  }

  @Test func `what is known of a document that nobody knows`() throws {
    try Golden.expect(
      ExplanationObject(
        DocumentExplanation(
          document: Sample.pushed, served: nil, mark: nil, siblings: [], skipReason: nil, unread: nil, freshness: nil,
          transitions: [], violations: [])), as: "bare")
  }

  @Test func `a document's history`() throws {
    let versions = [
      VersionRecord(
        write: Dot(replica: ReplicaID("left"), write: 7), stamp: Sample.stamp(250),
        content: VersionSummary(revision: Sample.revision, sizeInBytes: 900, passages: 4), isCurrent: false,
        supersededAt: Sample.moment(900), servedFrom: Sample.token, servedUntil: Sample.laterToken),
      VersionRecord(
        write: Dot(replica: ReplicaID("right"), write: 2), stamp: Sample.stamp(900), content: nil, isCurrent: true,
        supersededAt: nil, servedFrom: nil, servedUntil: nil),
    ]
    try Golden.expect(LogObject(Sample.document, versions))
    try Golden.expect(LogObject(Sample.pushed, []), as: "bare")
  }

  @Test func `a place of a passage in a dump`() throws {
    try Golden.expect(
      DumpObject(
        DumpedPlacement(
          document: Sample.document, address: Sample.address, text: "Ring Ann.", bytes: 12..<60,
          lines: LineRange(first: 3, last: 5), headingPath: ["On call"], version: Sample.vector,
          space: Sample.space.id, state: .fresh)))
  }

  @Test func `a listed document`() throws {
    try Golden.expect(
      DocumentObject(
        ListedDocument(
          id: Sample.pushed, title: "On call", fields: ["status": "final", "tags": "ops"], tags: ["ops", "on-call"],
          revision: Sample.revision, sizeInBytes: 900, changed: Sample.moment(250))))
    try Golden.expect(
      DocumentObject(
        ListedDocument(
          id: Sample.document, title: nil, fields: [:], tags: [], revision: Sample.revision, sizeInBytes: 0,
          changed: Sample.moment(0))), as: "bare")
  }

  @Test func `a skipped entry`() throws {
    try Golden.expect(SkippedObject(Sample.skipped))
    try Golden.expect(SkippedObject(Sample.bareSkipped), as: "bare")
  }

  @Test func `texts by the names of documents, in the order of the names`() throws {
    try Golden.expect(NamedTexts([Sample.pushed: "no room", Sample.document: "can't be read"]))
    try Golden.expect(NamedTexts([:]), as: "bare")
  }

  @Test func `a sentence with what helps, in words that fit every interface`() throws {
    let sentence: AdvisedText =
      "a passage is damaged: \(run: .reindex(all: true)), or ask for \(Remedy.audit(verifying: true))"
    try Golden.expect(sentence)
  }

  private func receipt(
    sharedBy: [DocumentID] = [], scratch: [String] = [], unsearched: [String] = [], search: TraceSummary? = nil
  ) -> ErasureReceipt {
    ErasureReceipt(
      document: Sample.document, erasedAt: Sample.moment(0), token: Sample.token, isRemoval: true, versions: 3,
      notes: 2, passages: 5, vectors: 4, blobs: 1, freedBytes: 5_000_000_000, sharedPassages: sharedBy.count,
      sharedBy: sharedBy, changes: 6, scratch: scratch, unsearched: unsearched, search: search)
  }

  @Test func `an erasure`() throws {
    let report = TraceReport(
      windows: 120, commonWindows: 7, files: 5, bytes: 5_000_000_000, found: 1,
      traces: [FoundTrace(file: "store.sqlite", offset: 4_294_967_296)])
    try Golden.expect(
      ErasureObject(
        receipt(
          sharedBy: [Sample.pushed], scratch: ["process 12"], unsearched: ["process 13"],
          search: TraceSummary(report))))
    try Golden.expect(ErasureObject(receipt()), as: "bare")
  }
}
