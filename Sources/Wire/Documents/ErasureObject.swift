package import Freshet

/// The receipt of an erasure (permanent deletion of a document) as JSON, as `freshet erase` prints it.
package struct ErasureObject: Encodable {
  package struct Search: Encodable {
    package struct Trace: Encodable {
      let file: String
      let offset: Int64
    }

    let windows, commonWindows, files: Int
    let bytes: Int64
    let found: Int
    let traces: [Trace]
  }

  let document, erasedAt: String
  let token: SessionToken
  let removal: Bool
  let versions, notes, passages, vectors, blobs: Int
  let freedBytes: Int64
  let sharedPassages: Int
  let sharedBy: [String]
  let changes: Int
  let remains, scratch, unsearched: [String]
  let search: Search?

  package init(_ receipt: ErasureReceipt) {
    (document, erasedAt) = (receipt.document.description, receipt.erasedAt.description)
    (token, removal) = (receipt.token, receipt.isRemoval)
    (versions, notes) = (receipt.versions, receipt.notes)
    (passages, vectors, blobs) = (receipt.passages, receipt.vectors, receipt.blobs)
    (freedBytes, sharedPassages) = (receipt.freedBytes, receipt.sharedPassages)
    (sharedBy, changes) = (receipt.sharedBy.map(\.description), receipt.changes)
    (remains, scratch, unsearched) = (receipt.remains, receipt.scratch, receipt.unsearched)
    search = receipt.search.map { search in
      Search(
        windows: search.windows, commonWindows: search.commonWindows, files: search.files, bytes: search.bytes,
        found: search.found, traces: search.traces.map { .init(file: $0.file, offset: $0.offset) })
    }
  }
}
