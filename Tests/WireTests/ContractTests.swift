import Foundation
import Testing

/// The contract is whole: no shape without golden files, no golden file without a shape, no JSON beside the contract.
@Suite struct ContractTests {
  private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")

  /// The text of each Swift file below a folder of Sources, by the file's name.
  private static func files(in folder: String) throws -> [String: String] {
    let root = sources.appending(path: folder)
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".swift") }
    try #require(!paths.isEmpty, "no files in \(root.path)")
    return try Dictionary(
      uniqueKeysWithValues: paths.map { path in
        (
          String(path.split(separator: "/").last ?? ""),
          try String(contentsOf: root.appending(path: path), encoding: .utf8)
        )
      })
  }

  @Test func `every shape has golden files, and every golden file a shape`() throws {
    let shapes = try Self.files(in: "Wire").values.flatMap { text in
      text.matches(of: /(?m)^(?:package struct|package enum|extension) (\w+): (?:Encodable|Codable)\b/).map {
        String($0.1)
      }
    }
    let golden = try FileManager.default.contentsOfDirectory(atPath: Golden.folder.path)
    #expect(Set(golden.map { String($0.prefix { $0 != "." }) }) == Set(shapes))
  }

  @Test func `the command encodes nothing of its own but SARIF`() throws {
    let encoding = try Self.files(in: "FreshetCommand").filter {
      !$0.value.matches(of: /\b(?:Encodable|Codable) *[{,]|\bJSONEncoder\b/).isEmpty
    }
    #expect(encoding.keys.sorted() == ["SarifLog.swift", "SarifResult.swift"])
  }
}
