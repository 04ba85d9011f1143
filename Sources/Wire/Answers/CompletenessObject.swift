package import Freshet

/// How completely an answer or a status covers the sources, as JSON; docs/commands/query.md documents the keys.
package struct CompletenessObject: Encodable {
  let discovered, indexed, pending, failed: Int
  let skipped, unread: [String: Int]
  let awaitingVectors, outsideVocabulary: Int
  let opaque: OpaqueCountObject
  let watch: [String: HealthObject?]
  let watermark: String?
  let scannedAt: String?
  let recall: Double
  let searchedExactly: Bool
  let absenceIsReliable: Bool
  let reasons: [AdvisedText]

  package init(_ completeness: Completeness) {
    discovered = completeness.discovered
    indexed = completeness.indexed
    pending = completeness.pending
    failed = completeness.failed
    skipped = SkipReason.named(completeness.skipped)
    unread = completeness.unread.reduce(into: [:]) { $0[$1.key.rawValue] = $1.value }
    awaitingVectors = completeness.awaitingVectors
    outsideVocabulary = completeness.outsideVocabulary
    opaque = OpaqueCountObject(completeness.opaque)
    watch = completeness.watch.mapValues { $0.map(HealthObject.init) }
    watermark = completeness.watermark?.description
    scannedAt = completeness.scannedAt?.description
    recall = completeness.recall
    searchedExactly = completeness.searchedExactly
    absenceIsReliable = completeness.absenceIsReliable
    reasons = completeness.reasons
  }
}

/// The opaque payload in the documents, as JSON.
struct OpaqueCountObject: Encodable {
  let documents, bytes: Int

  init(_ count: OpaqueCount) { (documents, bytes) = (count.documents, count.bytes) }
}
