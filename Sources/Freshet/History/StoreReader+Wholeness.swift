internal import FreshetCorpus
internal import FreshetStorage

extension StoreReader {
  /// - Throws: `FreshetError.tokenFromAnotherHistory`.
  func checkHistory(_ token: SessionToken) throws {
    guard try hasHistory(token) else { throw FreshetError.tokenFromAnotherHistory(token, store: storePath) }
  }

  /// - Throws: `FreshetError.historyForgotten` when something that was served in the token's state may not be kept.
  func checkWholeness(at token: SessionToken) throws {
    let begin = try historyBegin()
    if token.sequence >= begin { return }
    throw FreshetError.historyForgotten(token, wholeFrom: try change(begin)?.token ?? self.token())
  }
}
