internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage

/// Identifies the content of a saved index: its embedding space, and its position in the store's change log.
struct IndexStamp: Hashable {
  let space: Fingerprint
  let token: SessionToken

  init(space: Fingerprint, token: SessionToken) {
    self.space = space
    self.token = token
  }

  /// Decodes a stamp. Nil if the bytes aren't an encoded stamp.
  init?(_ bytes: [UInt8]) {
    guard bytes.count > Fingerprint.byteCount, let space = Fingerprint(bytes: bytes.prefix(Fingerprint.byteCount)),
      let token = SessionToken(String(decoding: bytes.dropFirst(Fingerprint.byteCount), as: UTF8.self))
    else { return nil }
    self.init(space: space, token: token)
  }

  var bytes: [UInt8] { space.bytes + Array(token.description.utf8) }
}
