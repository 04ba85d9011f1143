internal import FreshetCorpus

extension ReplicaGreeting {
  /// - Throws: `ExchangeLie` for a greeting that no store gives.
  package func check() throws(ExchangeLie) {
    guard ReplicaID(store).isPossible, token.store == store else {
      throw ExchangeLie("a greeting of an impossible store")
    }
    guard token.positions.count == 1 else { throw ExchangeLie("a greeting with a token of several states") }
  }

  /// - Throws: `ExchangeLie` if this greeting, at the end of an exchange, isn't of the store that `first` introduced.
  package func check(follows first: ReplicaGreeting) throws(ExchangeLie) {
    try check()
    guard replica == first.replica, store == first.store else {
      throw ExchangeLie("an end without a beginning")
    }
  }
}

extension RememberedReplica {
  /// - Parameter store: the store that the peer claims to remember.
  /// - Throws: `ExchangeLie` if the peer remembers a different store.
  package func check(isOf store: String) throws(ExchangeLie) {
    guard token.store == store, token.positions.count == 1 else {
      throw ExchangeLie("a memory of another store than this one")
    }
  }
}
