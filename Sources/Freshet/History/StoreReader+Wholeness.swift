internal import FreshetCorpus
internal import FreshetStorage

extension StoreReader {
  /// Checks that the token is a position in this store's history.
  ///
  /// - Throws: `FreshetError.tokenFromAnotherHistory` if the token isn't a position in this store's history.
  func checkHistory(_ token: SessionToken) throws {
    guard try hasHistory(token) else { throw FreshetError.tokenFromAnotherHistory(token, store: storePath) }
  }

  /// Checks that the store still keeps all that it served at the token's position in its history.
  ///
  /// - Throws: `FreshetError.historyForgotten` if the store may no longer keep all that it served at the token's
  ///   position in its history.
  func checkWholeness(at token: SessionToken) throws {
    let begin = try historyBegin()
    if token.sequence >= begin { return }
    throw FreshetError.historyForgotten(token, wholeFrom: try change(begin)?.token ?? self.token())
  }
}
