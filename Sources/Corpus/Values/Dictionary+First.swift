extension Dictionary {
  /// Makes a dictionary that keeps the first value for each key. Use it in place of `init(uniqueKeysWithValues:)`,
  /// which ends the process on a repeated key, wherever a disk, a peer or a store supplies the keys.
  package init(keepingFirst pairs: some Sequence<(Key, Value)>) {
    self.init(pairs) { first, _ in first }
  }
}
