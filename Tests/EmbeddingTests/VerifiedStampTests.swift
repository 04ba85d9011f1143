import FreshetCorpus
import FreshetEmbedding
import Foundation
import FreshetTestSupport
import Testing

/// When the model's files are hashed and when a stamp is believed. The weights are linked to the real ones, whose
/// stamp is copied; what is played with is the vocabulary.
@Suite struct VerifiedStampTests {
  private let directory: TemporaryFolder
  private let model: ModelDirectory
  private let vocabulary: String
  private let stamp: String
  private static let expected = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"

  init() throws {
    directory = try TemporaryFolder()
    model = ModelDirectory(path: directory.url.path(percentEncoded: false))
    vocabulary = model.path + "/vocab.txt"
    stamp = model.path + "/verified"
    let real = ModelDirectory.standard.path
    try FileManager.default.createSymbolicLink(
      atPath: model.path + "/model.safetensors", withDestinationPath: real + "/model.safetensors")
    try FileManager.default.copyItem(atPath: real + "/vocab.txt", toPath: vocabulary)
    _ = try MiniLM()  // leaves a stamp of the real weights, if there was none
    try String(contentsOfFile: real + "/verified", encoding: .utf8).split(separator: "\n")
      .filter { $0.hasSuffix(" model.safetensors") }.map { $0 + "\n" }.joined()
      .write(toFile: stamp, atomically: true, encoding: .utf8)
  }

  /// One piece that nothing needs gets another name: as many pieces, other bytes.
  private func alterVocabulary() throws -> String {
    var bytes = Array(try Data(contentsOf: URL(filePath: vocabulary)))
    bytes[bytes.count - 2] = UInt8(ascii: "Q")
    try Data(bytes).write(to: URL(filePath: vocabulary))
    return bytes.withUnsafeBytes { Fingerprint(hashing: $0) }.hex
  }

  private func stampLine() throws -> String {
    var status = stat()
    try #require(stat(vocabulary, &status) == 0)
    let fraction = String(1_000_000_000 + status.st_mtim.tv_nsec).dropFirst()
    return
      "\(Self.expected) \(status.st_size) \(status.st_mtim.tv_sec).\(fraction) \(status.st_ino) vocab.txt"
  }

  @Test func `a file without a stamp is hashed, and stamped when it is right`() throws {
    _ = try MiniLM(directory: model)
    let lines = try String(contentsOfFile: stamp, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 2)
    #expect(try lines.last.map(String.init) == stampLine())
  }

  @Test func `a file of another revision is refused with its digest, and not stamped`() throws {
    let found = try alterVocabulary()
    let error = EmbeddingError.modelOfAnotherRevision(path: vocabulary, found: found, expected: Self.expected)
    #expect(throws: error) { try MiniLM(directory: model) }
    #expect(try String(contentsOfFile: stamp, encoding: .utf8).contains("vocab.txt") == false)
  }

  @Test func `a file that the stamp vouches for is not hashed`() throws {
    _ = try alterVocabulary()
    try (String(contentsOfFile: stamp, encoding: .utf8) + stampLine() + "\n")
      .write(toFile: stamp, atomically: true, encoding: .utf8)
    _ = try MiniLM(directory: model)  // proves it: these bytes would be refused
  }

  @Test func `a stamp of the file before it changed vouches for nothing`() throws {
    _ = try MiniLM(directory: model)
    let found = try alterVocabulary()
    let error = EmbeddingError.modelOfAnotherRevision(path: vocabulary, found: found, expected: Self.expected)
    #expect(throws: error) { try MiniLM(directory: model) }
  }
}
