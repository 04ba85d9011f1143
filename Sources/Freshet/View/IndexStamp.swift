internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage

/// The space, and the position in the change log, that a saved index belongs to.
struct IndexStamp: Hashable {
  let space: Fingerprint
  let token: SessionToken

  init(space: Fingerprint, token: SessionToken) {
    self.space = space
    self.token = token
  }

  /// Reads a stamp; nil for bytes that are no stamp.
  init?(_ bytes: [UInt8]) {
    guard bytes.count > Fingerprint.byteCount, let space = Fingerprint(bytes: bytes.prefix(Fingerprint.byteCount)),
      let token = SessionToken(String(decoding: bytes.dropFirst(Fingerprint.byteCount), as: UTF8.self))
    else { return nil }
    self.init(space: space, token: token)
  }

  var bytes: [UInt8] { space.bytes + Array(token.description.utf8) }
}
