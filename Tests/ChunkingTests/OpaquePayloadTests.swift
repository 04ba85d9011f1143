internal import FreshetChunking
internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing

@Suite struct OpaquePayloadTests {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static func base64(_ count: Int, seed: UInt64 = 1) -> String {
    var generator = SplitMix64(seed: seed)
    let bytes = (0..<count).map { _ in alphabet[Int.random(in: 0..<64, using: &generator)] }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func wrapped(_ count: Int, every width: Int) -> String {
    let text = Array(base64(count))
    return stride(from: 0, to: count, by: width).map { String(text[$0..<min($0 + width, count)]) }
      .joined(separator: "\n")
  }

  private static let documents: [(name: String, text: String, format: DocumentFormat)] = [
    ("image in Markdown", "Before ![tide](data:image/png;base64,\(base64(3_000))) after.", .markdown),
    ("image in HTML", "Before <img src=\"data:image/gif;base64,\(base64(200))\"> after.", .sourceCode),
    ("SVG", "Before url('data:image/svg+xml,%3Csvg%20\(base64(90))') after.", .sourceCode),
    ("mail", "Before\n\n\(wrapped(900, every: 76))\n\nafter.", .plainText),
    ("quoted mail", "Before\n\n> \(wrapped(900, every: 76).replacing("\n", with: "\n> "))\n\nafter.", .plainText),
    (
      "certificate",
      "Before\n-----BEGIN CERTIFICATE-----\n\(wrapped(700, every: 64))\n-----END CERTIFICATE-----\nafter.",
      .plainText
    ),
    (
      "key in a fence",
      "Before:\n\n```\n-----BEGIN PGP MESSAGE-----\nVersion: 2\n\n\(wrapped(300, every: 64))\n-----END PGP MESSAGE-----\n```\n\nafter.",
      .markdown
    ),
    ("one long run", "Before ssh-rsa \(base64(372)) after.", .plainText),
    (
      "JSON with escapes", "{\"Before\": \"\(wrapped(600, every: 64).replacing("\n", with: "\\n"))\", \"after\": 1}",
      .plainText
    ),
    (
      "notebook",
      """
      {"cells": [{"source": ["Before"], "outputs": [{"data": {"image/svg+xml": ["<svg xmlns=", "'a'><path d='M1 2 3 4 5 6 7 8'/>",
      "</svg>"], "application/vnd.plot+json": {"a": ["one two", {"b": "} three four five six seven eight nine ten"}]},
      "text/plain": ["after"]}}]}], "nbformat": 4}
      """, .sourceCode
    ),
  ]

  @Test(arguments: documents.indices)
  func `payload is in no passage, and all text around it is`(_ index: Int) {
    let (name, text, format) = Self.documents[index]
    let document = part(text, as: format)
    let words = document.passages.map(\.text.string).joined(separator: "\n")
    #expect(words.contains("Before") && words.contains("after"), "\(name): \(words)")
    #expect(document.passages.allSatisfy { $0.text.string.utf8.count < 190 }, "\(name): \(words)")
    #expect(document.opaqueBytes >= 64 && document.opaqueBytes < text.utf8.count, "\(name)")
    for (earlier, later) in zip(document.passages, document.passages.dropFirst()) {
      #expect(earlier.bytes.upperBound <= later.bytes.lowerBound, "\(name)")
    }
  }

  @Test(arguments: [
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "A token: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
    "-----BEGIN CERTIFICATE-----\nMIIB...\n-----END CERTIFICATE-----",
    "See [it](data:text/plain,hello) or data: none, and data:image/png;base64,iVBORw0KGgo= is short.",
    "--------------------------------------------------------------------\n\n====",
    "a/very/long/path/\(String(repeating: "of/many/parts/", count: 30))end",
    "ACGT\(String(repeating: "ACGTTGCA", count: 60))",
  ])
  func `what a person may search for is text`(_ text: String) {
    let document = part(text, as: .plainText)
    #expect(document.opaqueBytes == 0)
    #expect(!document.passages.isEmpty)
  }

  @Test func `four sums of files in a row are text`() {
    var generator = SplitMix64(seed: 4)
    let sums = (0..<6).map { _ in
      String((0..<64).map { _ in "0123456789abcdef".randomElement(using: &generator) ?? "0" })
    }
    #expect(part(sums.joined(separator: "\n"), as: .plainText).opaqueBytes == 0)
  }

  @Test func `an edit beside payload changes only the passage beside it`() {
    var generator = SplitMix64(seed: 8)
    let prose = (0..<40).map { _ in Manuscript.sentence(&generator) }
    func text(_ edited: String) -> String {
      "\(prose.joined(separator: " "))\n\n\(edited) ![a](data:image/png;base64,\(Self.base64(500))) end.\n\n\(prose[0])"
    }
    let old = Set(part(text("One."), as: .markdown).passages.map(\.text))
    #expect(part(text("Two."), as: .markdown).passages.count { !old.contains($0.text) } == 1)
  }
}
