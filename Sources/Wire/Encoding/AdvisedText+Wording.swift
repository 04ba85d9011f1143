package import Freshet

/// How an interface words a message and its remedies. The command uses command lines that name the store.
package struct Wording: Sendable {
  static let key = CodingUserInfoKey(rawValue: "Wording")!  // any text is a key

  let words: @Sendable (AdvisedText) -> String

  package init(_ words: @escaping @Sendable (AdvisedText) -> String) {
    self.words = words
  }

  /// The wording that fits every interface: the command and programs.
  package static let plain = Wording(\.description)
}

extension AdvisedText: Encodable {
  /// Encodes the message in the words of the interface that writes the JSON.
  package func encode(to encoder: any Encoder) throws {
    let wording = encoder.userInfo[Wording.key] as? Wording ?? .plain
    var container = encoder.singleValueContainer()
    try container.encode(wording.words(self))
  }
}
