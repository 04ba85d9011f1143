import FreshetCorpus
import Testing

@Suite struct AuditVerdictsTests {
  private static func stamped(_ text: String) -> StampedRevision {
    StampedRevision(
      revision: Revision(hashing: Array(text.utf8)),
      stamp: FileStamp(
        device: 1, inode: 2, sizeInBytes: 3, modified: Timestamp(nanoseconds: 4),
        statusChanged: Timestamp(nanoseconds: 5)),
      lookedAt: Timestamp(nanoseconds: 6), mounts: nil)
  }

  private static func vouched(_ source: String, _ paths: [String]) -> (String, StampedDocuments) {
    var documents = StampedDocuments(source: source)
    for path in paths {
      let record = StampedDocuments.Record(stamped: stamped(path), isVouchedByStamp: true)
      Array(path.utf8).withUnsafeBytes { documents.append(path: $0, record) }
    }
    documents.sort()
    return (source, documents)
  }

  private static func fresh(_ source: String, _ path: String) -> DocumentVerdict {
    DocumentVerdict(
      document: DocumentID(source: source, path: path), state: .fresh, indexed: stamped(path).revision,
      source: stamped(path).revision, method: .stat, modifiedAt: Timestamp(nanoseconds: 4), detail: "", isHidden: false)
  }

  private static func stale(_ source: String, _ path: String) -> DocumentVerdict {
    DocumentVerdict(
      document: DocumentID(source: source, path: path), state: .stale, indexed: stamped("old").revision, source: nil,
      method: .contentHash, modifiedAt: nil, detail: "", isHidden: false)
  }

  private let verdicts = AuditVerdicts(
    vouched: Dictionary(uniqueKeysWithValues: [vouched("notes", ["c", "a"]), vouched("docs", ["b"])]),
    examined: [stale("docs", "a"), stale("notes", "b")])

  @Test func `vouched and examined documents make one list in order`() {
    let expected = [
      Self.stale("docs", "a"), Self.fresh("docs", "b"), Self.fresh("notes", "a"), Self.stale("notes", "b"),
      Self.fresh("notes", "c"),
    ]
    #expect(verdicts.all == expected)
    #expect(verdicts.count == 5 && verdicts.counts() == [.fresh: 3, .stale: 2])
  }

  @Test func `each is found by its name, and no other`() {
    for verdict in verdicts.all { #expect(verdicts[verdict.document] == verdict) }
    for (source, path) in [("docs", "c"), ("notes", "d"), ("", "a"), ("other", "a")] {
      #expect(verdicts[DocumentID(source: source, path: path)] == nil)
    }
  }

  @Test func `where a stamp vouches for nothing, or for all, the list is that alone`() {
    let examined = [Self.stale("docs", "a")]
    #expect(AuditVerdicts(vouched: [:], examined: examined).all == examined)
    #expect(AuditVerdicts(vouched: [:], examined: []).counts() == [:])
    let vouched = AuditVerdicts(vouched: Dictionary(uniqueKeysWithValues: [Self.vouched("docs", ["b"])]), examined: [])
    #expect(vouched.all == [Self.fresh("docs", "b")])
  }
}
