import FreshetCorpus
import FreshetEmbedding
import Foundation
import Testing

/// The same ids and vectors as sentence-transformers on the same weights. See Golden/make-golden.
@Suite struct MiniLMGoldenTests {
  struct Reference: Decodable {
    let text: String
    let inputIDs: [Int32]
    let vector: Data

    enum CodingKeys: String, CodingKey {
      case text, vector
      case inputIDs = "input_ids"
    }

    var components: [Float] {
      stride(from: 0, to: vector.count, by: 4).map { offset in
        vector.withUnsafeBytes {
          Float(bitPattern: UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
        }
      }
    }
  }

  /// A line of the larger file, whose vectors are JSON numbers of eight decimals.
  struct LongReference: Decodable {
    let text: String
    let inputIDs: [Int32]
    let vector: [Float]

    enum CodingKeys: String, CodingKey {
      case text, vector
      case inputIDs = "input_ids"
    }
  }

  static let folder = packageRoot.appending(path: "Tests/EmbeddingTests/Golden")

  /// 234 hard texts that are kept outside the repository.
  static let largeFile =
    ProcessInfo.processInfo.environment["FRESHET_GOLDEN"]
    ?? packageRoot.appending(path: "../shared/golden/minilm.jsonl.gz").standardizedFileURL.path(
      percentEncoded: false)

  @Test func `our own texts have the reference's ids and vectors`() async throws {
    let references = try String(contentsOf: Self.folder.appending(path: "minilm.jsonl"), encoding: .utf8)
      .split(separator: "\n").map { try JSONDecoder().decode(Reference.self, from: Data($0.utf8)) }
    #expect(references.count == 24)
    try await expectEqual(references.map { ($0.text, $0.inputIDs, $0.components) })
  }

  // Skipped where the file is not at hand: it belongs to the project's workshop, not to the repository.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: largeFile), "no file at FRESHET_GOLDEN"))
  func `the hard texts have the reference's ids and vectors`() async throws {
    let references = try Self.unzipped(Self.largeFile)
      .split(separator: UInt8(ascii: "\n")).map {
        try JSONDecoder().decode(LongReference.self, from: Data($0))
      }
    #expect(references.count == 234)
    try await expectEqual(references.map { ($0.text, $0.inputIDs, $0.vector) })
  }

  @Test func `every Unicode scalar between two letters has the reference's ids`() throws {
    let model = try MiniLM()
    let expected = try String(contentsOf: Self.folder.appending(path: "scalars.txt"), encoding: .utf8)
      .split(separator: "\n")
    let found = (0..<0x110).map { Self.checksum(ofBlock: $0, model) }
    #expect(expected.count == found.count)
    let differing = zip(expected, found).enumerated().filter { $0.element.0 != $0.element.1 }.map(\.offset)
    #expect(differing == [], "blocks of 4096 scalars, by number")
  }

  private func expectEqual(_ references: [(text: String, ids: [Int32], components: [Float])]) async throws {
    let model = try MiniLM()
    let vectors = try await model.embedTruncating(references.map(\.text))
    for (reference, vector) in zip(references, vectors) {
      let name = reference.text.prefix(60).debugDescription
      #expect(model.truncatedInput(of: reference.text) == reference.ids, "\(name)")
      #expect(cosine(vector.components, reference.components) >= 0.9999, "\(name)")
      // float32 in another order of sums; the reference itself is 2e-7 from float64.
      #expect(greatestDifference(vector.components, reference.components) <= 1e-6, "\(name)")
    }
  }

  /// FNV-1a over the ids of "a" + scalar + "b", as Golden/make-golden computes it.
  private static func checksum(ofBlock block: Int, _ model: MiniLM) -> String {
    var state: UInt64 = 0xcbf2_9ce4_8422_2325
    for scalar in (block * 4096..<(block + 1) * 4096).compactMap({ Unicode.Scalar(UInt32($0)) }) {
      let ids = model.truncatedInput(of: "a\(scalar)b").dropFirst().dropLast()
      for number in [Int32(ids.count)] + ids {
        for shift in stride(from: 0, to: 32, by: 8) {
          state = (state ^ UInt64(UInt8(truncatingIfNeeded: number >> shift))) &* 0x100_0000_01b3
        }
      }
    }
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  private static func unzipped(_ path: String) throws -> Data {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", "--decompress", "--stdout", path]
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return data
  }
}
