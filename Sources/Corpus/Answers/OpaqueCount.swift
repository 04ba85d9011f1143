/// How much of the served documents is opaque payload: data in the form of text, such as images in Base64, keys and
/// certificates.
public struct OpaqueCount: Hashable, Sendable {
  /// The number of documents that contain opaque payload.
  public let documents: Int
  /// The number of its bytes in all of them.
  public let bytes: Int

  package static let none = OpaqueCount(documents: 0, bytes: 0)

  package init(documents: Int, bytes: Int) {
    self.documents = documents
    self.bytes = bytes
  }
}
