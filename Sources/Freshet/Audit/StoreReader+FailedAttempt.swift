internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

extension StoreReader {
  /// Why the last attempt to index a document failed, with the document's id as the key. Empty if the store has no
  /// failed attempt on record.
  func failedAttempt(of id: DocumentID) throws -> [DocumentID: String] {
    guard let row = try marked(id), let failure = row.failure else { return [:] }
    return [id: row.isDeadLetter ? "dead letter after \(row.attempts.counted("attempt")): \(failure)" : failure]
  }
}
