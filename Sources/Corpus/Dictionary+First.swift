extension Dictionary {
  /// Of several pairs with one key the first counts. In place of `init(uniqueKeysWithValues:)`, which ends the process for the
  /// second: what a disk, a peer or a store's rows hold decides here whether keys repeat.
  package init(keepingFirst pairs: some Sequence<(Key, Value)>) {
    self.init(pairs) { first, _ in first }
  }
}
