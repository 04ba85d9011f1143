extension Dictionary {
  /// Makes a dictionary that keeps the first value for each key. Use this initializer instead of
  /// `init(uniqueKeysWithValues:)`, which crashes on a repeated key, for keys from a file, a store or another process.
  package init(keepingFirst pairs: some Sequence<(Key, Value)>) {
    self.init(pairs) { first, _ in first }
  }
}
