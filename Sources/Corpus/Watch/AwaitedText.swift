/// A passage whose text is stored and whose vector isn't computed yet.
package struct AwaitedText: Hashable, Sendable {
  package let address: ContentAddress
  package let text: NormalizedText
  /// The number of failed attempts to embed the text.
  package let attempts: Int

  package init(address: ContentAddress, text: NormalizedText, attempts: Int) {
    self.address = address
    self.text = text
    self.attempts = attempts
  }
}
