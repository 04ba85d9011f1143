/// A description of the content of one version of a document: its hash, its size, the positions of its passages, and
/// the settings with which Freshet split it.
package struct VersionContent: Hashable, Sendable, Codable {
  package let revision: Revision
  package let sizeInBytes: Int
  package let format: DocumentFormat
  package let chunker: String
  package let title: String?
  /// The fields of the document's front matter.
  package let metadata: [String: String]
  package let placements: [Placement]
  /// How many bytes of the text are opaque payload, such as an image in Base64, and so in no passage.
  package let opaqueBytes: Int

  package init(
    revision: Revision, sizeInBytes: Int, format: DocumentFormat, chunker: String, title: String?,
    metadata: [String: String], placements: [Placement], opaqueBytes: Int = 0
  ) {
    self.revision = revision
    self.sizeInBytes = sizeInBytes
    self.format = format
    self.chunker = chunker
    self.title = title
    self.metadata = metadata
    self.placements = placements
    self.opaqueBytes = opaqueBytes
  }
}

extension VersionContent {
  package init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    revision = try object.decode(Revision.self, forKey: .revision)
    sizeInBytes = try object.decode(Int.self, forKey: .sizeInBytes)
    format = try object.decode(DocumentFormat.self, forKey: .format)
    chunker = try object.decode(String.self, forKey: .chunker)
    title = try object.decodeIfPresent(String.self, forKey: .title)
    metadata = try object.decode([String: String].self, forKey: .metadata)
    placements = try object.decode([Placement].self, forKey: .placements)
    opaqueBytes = try object.decodeIfPresent(Int.self, forKey: .opaqueBytes) ?? 0
    let areInside = placements.enumerated().allSatisfy { $1.ordinal == $0 && $1.bytes.upperBound <= sizeInBytes }
    guard Bounds.counts.contains(Int64(sizeInBytes)), areInside, 0...sizeInBytes ~= opaqueBytes else {
      throw DecodingError.impossible(
        "passages or opaque payload lie outside the \(sizeInBytes) bytes of their text", at: decoder)
    }
  }
}
