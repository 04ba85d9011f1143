internal import FreshetCorpus

extension ReplicaGreeting {
  /// Validates a greeting that another store sent.
  ///
  /// - Throws: `ExchangeLie` (a protocol violation) if the store's name is malformed, or if the token belongs to
  ///   another store or contains more than one position in that store's history.
  package func check() throws(ExchangeLie) {
    guard ReplicaID(store).isPossible else { throw ExchangeLie("a greeting with an invalid store name") }
    guard token.store == store else { throw ExchangeLie("a greeting with a token of another store") }
    guard token.positions.count == 1 else { throw ExchangeLie("a greeting with a token of several positions") }
  }

  /// Validates the greeting at the end of an exchange.
  ///
  /// - Throws: `ExchangeLie` (a protocol violation) if this greeting is invalid by itself, or isn't from the store that
  ///   sent the greeting `first`.
  package func check(follows first: ReplicaGreeting) throws(ExchangeLie) {
    try check()
    guard replica == first.replica, store == first.store else {
      throw ExchangeLie("an end-of-exchange message from a store that did not begin this exchange")
    }
  }
}

extension RememberedReplica {
  /// Validates what a peer remembers of this store.
  ///
  /// - Parameter store: the identity of this store.
  /// - Throws: `ExchangeLie` (a protocol violation) if the remembered token belongs to a different store, or contains
  ///   more than one position in the store's history.
  package func check(isOf store: String) throws(ExchangeLie) {
    guard token.store == store, token.positions.count == 1 else {
      throw ExchangeLie("a remembered position in the history of another store than this one")
    }
  }
}
