package import Freshet

/// A JSON object that maps the names of documents to texts.
///
/// A Swift dictionary with `String` keys would merge two names that differ only in their Unicode normalization form.
package struct NamedTexts: Encodable {
  private let members: [(name: String, text: AdvisedText)]

  package init(_ texts: [DocumentID: AdvisedText]) {
    members = texts.sorted { $0.key < $1.key }.map { ($0.key.description, $0.value) }
  }

  /// Encodes a placeholder, which `WireEncoder` replaces with the JSON object. `JSONEncoder` can't encode the object
  /// itself, because it would merge names that differ only in their normalization form, too.
  package func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    guard let objects = encoder.userInfo[WrittenObjects.key] as? WrittenObjects else {
      return try value.encode(Dictionary(members.map { ($0.name, $0.text) }) { first, _ in first })
    }
    let wording = [Wording.key: encoder.userInfo[Wording.key] as? Wording ?? .plain]
    let texts = try members.map { try WireEncoder.text($0.name) + ":" + WireEncoder.text($0.text, wording) }
    try value.encode(objects.mark(for: "{" + texts.joined(separator: ",") + "}"))
  }
}
