package import Freshet

/// How an interface words the remedies in a message. For example, the command-line tool writes a remedy as a command
/// line that includes the store's path.
package struct Wording: Sendable {
  static let key = CodingUserInfoKey(rawValue: "Wording")!  // any text is a key

  let words: @Sendable (AdvisedText) -> String

  package init(_ words: @escaping @Sendable (AdvisedText) -> String) {
    self.words = words
  }

  /// A wording that is suitable for every interface.
  package static let plain = Wording(\.description)
}

extension AdvisedText: Encodable {
  /// Encodes the message in the `Wording` of the interface that writes the JSON.
  package func encode(to encoder: any Encoder) throws {
    let wording = encoder.userInfo[Wording.key] as? Wording ?? .plain
    var container = encoder.singleValueContainer()
    try container.encode(wording.words(self))
  }
}
