import FreshetCorpus
import FreshetEmbedding
import Foundation
import FreshetTestSupport
import Testing

/// Model files as they shouldn't be: a clear error each, never a crash.
@Suite struct ModelFileTests {
  private let directory: TemporaryFolder
  private let model: ModelDirectory
  private let weights: String
  private let vocabulary: String

  init() throws {
    directory = try TemporaryFolder()
    model = ModelDirectory(path: directory.url.path(percentEncoded: false))
    weights = model.path + "/model.safetensors"
    vocabulary = model.path + "/vocab.txt"
  }

  private func expect(_ error: EmbeddingError, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(throws: error, sourceLocation: sourceLocation) { try MiniLM(directory: model) }
  }

  private func linkRealWeights() throws {
    try FileManager.default.createSymbolicLink(
      atPath: weights, withDestinationPath: ModelDirectory.standard.path + "/model.safetensors")
  }

  private func linkRealVocabulary() throws {
    try FileManager.default.createSymbolicLink(
      atPath: vocabulary, withDestinationPath: ModelDirectory.standard.path + "/vocab.txt")
  }

  private func writeWeights(header: String, declaredSize: UInt64? = nil, data: Int = 0) throws {
    var bytes = withUnsafeBytes(of: (declaredSize ?? UInt64(header.utf8.count)).littleEndian, Array.init)
    bytes += Array(header.utf8) + [UInt8](repeating: 0, count: data)
    try Data(bytes).write(to: URL(filePath: weights))
  }

  @Test func `a model that isn't there is missing, and the error says how to get it`() throws {
    expect(.modelMissing(path: weights))
    #expect(EmbeddingError.modelMissing(path: weights).message.remedies == [.fetchModel(into: model.path)])
    try linkRealWeights()
    expect(.modelMissing(path: vocabulary))
  }

  @Test(arguments: [0, 7])
  func `a file too short for a header is damaged`(size: Int) throws {
    try linkRealVocabulary()
    try Data(count: size).write(to: URL(filePath: weights))
    expect(.modelDamaged(path: weights, why: .shorterThanItsHeader(sizeInBytes: size)))
  }

  @Test(arguments: [3, 1 << 20, 1 << 24 + 1, 1 << 63 - 1, 1 << 63, .max] as [UInt64])
  func `a header longer than the file is damaged`(declared: UInt64) throws {
    try linkRealVocabulary()
    try writeWeights(header: "{}", declaredSize: declared)
    expect(
      .modelDamaged(path: weights, why: .headerTooLong(headerSizeInBytes: declared, fileSizeInBytes: 10)))
  }

  @Test(arguments: [
    "", "[]", "7", "{", "{\"a\":", "\u{0}\u{1}", "{\"a\":1}",
    "{\"a\":{\"dtype\":1,\"shape\":[],\"data_offsets\":[]}}",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,4]}}",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}",
  ])
  func `a header of other content is damaged`(header: String) throws {
    try linkRealVocabulary()
    try writeWeights(header: header)
    expect(.modelDamaged(path: weights, why: .headerNotJSON))
  }

  @Test(arguments: ["[", "{\"a\":"])
  func `a header that nests without end is damaged`(opening: String) throws {
    try linkRealVocabulary()
    try writeWeights(header: String(repeating: opening, count: 100_000))
    expect(.modelDamaged(path: weights, why: .headerNotJSON))
  }

  static let firstTensor = "embeddings.word_embeddings.weight"

  @Test(arguments: [
    ("F16", "[30522,384]", "[0,46881792]", ModelDamage.tensorOfOtherType(name: firstTensor, type: "F16")),
    (
      "F32", "[2,2]", "[0,16]",
      ModelDamage.tensorOfOtherShape(name: firstTensor, shape: [2, 2], expected: [30522, 384])
    ),
    ("F32", "[30522,384]", "[0,46881792]", ModelDamage.tensorOutOfRange(name: firstTensor)),
    ("F32", "[30522,384]", "[0,16]", ModelDamage.tensorOutOfRange(name: firstTensor)),
    ("F32", "[30522,384]", "[-46881792,0]", ModelDamage.tensorOutOfRange(name: firstTensor)),
    ("F32", "[30522,384]", "[46881792,0]", ModelDamage.tensorOutOfRange(name: firstTensor)),
    ("F32", "[30522,384]", "[]", ModelDamage.tensorOutOfRange(name: firstTensor)),
    ("F32", "[30522,384]", "[0,46881792,1]", ModelDamage.tensorOutOfRange(name: firstTensor)),
    (
      "F32", "[30522,384]", "[9223372036807894015,9223372036854775807]",
      ModelDamage.tensorOutOfRange(name: firstTensor)
    ),
  ])
  func `a tensor that isn't as it must be is damaged`(
    type: String, shape: String, range: String, why: ModelDamage
  )
    throws
  {
    try linkRealVocabulary()
    try writeWeights(
      header: """
        {"__metadata__":{"format":"pt"},\
        "\(Self.firstTensor)":{"dtype":"\(type)","shape":\(shape),"data_offsets":\(range)}}
        """, data: 64)
    expect(.modelDamaged(path: weights, why: why))
  }

  @Test func `a header without the model's tensors is damaged`() throws {
    try linkRealVocabulary()
    try writeWeights(header: "{}")
    expect(.modelDamaged(path: weights, why: .tensorMissing(name: Self.firstTensor)))
  }

  @Test func `a model cut short is damaged`() throws {
    try linkRealVocabulary()
    let handle = try FileHandle(
      forReadingFrom: URL(filePath: ModelDirectory.standard.path + "/model.safetensors"))
    try (handle.read(upToCount: 1 << 20) ?? Data()).write(to: URL(filePath: weights))
    expect(.modelDamaged(path: weights, why: .tensorOutOfRange(name: Self.firstTensor)))
  }

  @Test func `a directory in a file's place can't be read`() throws {
    try linkRealVocabulary()
    try FileManager.default.createDirectory(atPath: weights, withIntermediateDirectories: false)
    expect(.modelUnreadable(path: weights, errno: ENODEV))
  }

  @Test func `a vocabulary of another size or without the special pieces is damaged`() throws {
    try linkRealWeights()
    try "one\ntwo\n".write(toFile: vocabulary, atomically: true, encoding: .utf8)
    expect(.modelDamaged(path: vocabulary, why: .vocabularyOfOtherSize(count: 2, expected: 30522)))
    let lines = (0..<30522).map { "piece\($0)" }.joined(separator: "\n")
    try lines.write(toFile: vocabulary, atomically: true, encoding: .utf8)
    expect(.modelDamaged(path: vocabulary, why: .vocabularyWithout(piece: "[UNK]")))
  }
}
