/// A passage without a vector.
package struct AwaitedText: Hashable, Sendable {
  package let address: ContentAddress
  package let text: NormalizedText
  /// Attempts that failed.
  package let attempts: Int

  package init(address: ContentAddress, text: NormalizedText, attempts: Int) {
    self.address = address
    self.text = text
    self.attempts = attempts
  }
}
