internal import Coherence
internal import Corpus
internal import Storage

extension StoreWriter {
  /// Performs what was decided for a document without new content.
  func perform(_ action: ReconciliationAction, on id: DocumentID, at now: Timestamp) throws {
    switch action {
    case .keep, .markAndRead, .refresh: break
    case .keepPassedOver(let reason): try passOver(id, PassedOverEntry(reason: reason))
    case .confirm(let stamped): try confirm(id, stamped: stamped)
    case .retire: try retire(id, at: now)
    case .retireAndPassOver(let entry):
      try retire(id, at: now)
      try passOver(id, entry)
    case .passOver(let entry): try passOver(id, entry)
    case .hold(let why): try fail(id, why: why, at: now)
    case .forget: try forget(id)
    }
  }
}
