internal import FreshetCorpus
internal import Foundation
import Testing

/// The JSON is part of what users see (`--json`), so it is compared as text and not only there and back.
@Suite struct CodableTests {
  static let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

  @Test func `hashes are strings of hex`() throws {
    let fingerprint = try #require(Fingerprint(hex: Self.hex))
    try expect(fingerprint, is: "\"\(Self.hex)\"")
    try expect(ContentAddress(fingerprint), is: "\"\(Self.hex)\"")
    try expect(Revision(fingerprint), is: "\"\(Self.hex)\"")
    try expect(SpaceID(fingerprint), is: "\"\(Self.hex)\"")
  }

  @Test func `a document is its source and path`() throws {
    try expect(DocumentID(path: "a b"), is: #"{"path":"a b","source":"files"}"#)
    try expect(DocumentID(source: DocumentID.pushed, path: ""), is: #"{"path":"","source":"pushed"}"#)
  }

  @Test func `a version is its counts by replica`() throws {
    try expect(VersionVector(), is: "{}")
    try expect(VersionVector([ReplicaID("a"): 2, ReplicaID("b"): 1 << 62]), is: #"{"a":2,"b":4611686018427387904}"#)
    try expect(ReplicaID("a"), is: "\"a\"")
  }

  @Test func `a count of zero is read as none`() throws {
    #expect(try decode(VersionVector.self, #"{"a":0,"b":1}"#) == VersionVector([ReplicaID("b"): 1]))
  }

  @Test func `a moment is its nanoseconds, exactly`() throws {
    for nanoseconds in [Int64.min, -1, 0, 1_700_000_000_123_456_789, .max] {
      try expect(Timestamp(nanoseconds: nanoseconds), is: "\(nanoseconds)")
    }
  }

  @Test func `a token is its text`() throws {
    try expect(
      SessionToken(store: "s", sequence: 7, history: "0123456789abcdef"), is: "\"s.7.0123456789abcdef\"")
  }

  @Test func `a space is its fields`() throws {
    try expect(
      EmbeddingSpaceTests.space(),
      is: #"{"dimension":384,"model":"mini","modelRevision":"r1","normalization":"freshet-text-1","#
        + #""passagePrefix":"","pooling":"mean","queryPrefix":"q: "}"#)
  }

  @Test func `names of states, reasons, formats and methods are their cases`() throws {
    #expect(
      AuditState.allCases.map(\.rawValue) == [
        "fresh", "stale", "missing", "orphaned", "conflicted", "damaged", "otherSpace", "drifted", "unverified",
      ])
    #expect(
      SkipReason.allCases.map(\.rawValue) == [
        "ignored", "binary", "tooLarge", "unreadable", "undecodable", "notAFile",
      ])
    try expect(SkipReason.notAFile, is: "\"notAFile\"")
    try expect(AuditState.otherSpace, is: "\"otherSpace\"")
    try expect([DocumentFormat.markdown, .plainText, .sourceCode], is: #"["markdown","plainText","sourceCode"]"#)
    try expect(
      [Verification.Method.contentHash, .stat, .pushed], is: #"["contentHash","stat","pushed"]"#)
    try expect(LineRange(first: 1, last: 2), is: #"{"first":1,"last":2}"#)
  }

  @Test func `text that is none of it is refused`() {
    #expect(throws: DecodingError.self) { try decode(Fingerprint.self, "\"\(Self.hex)0\"") }
    #expect(throws: DecodingError.self) { try decode(ContentAddress.self, "\"abc\"") }
    #expect(throws: DecodingError.self) { try decode(SessionToken.self, "\"s.7\"") }
    #expect(throws: DecodingError.self) { try decode(VersionVector.self, #"{"a":-1}"#) }
    #expect(throws: DecodingError.self) { try decode(Timestamp.self, "\"now\"") }
    #expect(throws: DecodingError.self) { try decode(SkipReason.self, "\"bored\"") }
  }

  @Test(arguments: [
    #"{"a":4611686018427387905}"#, #"{"a b":1}"#, #"{"a:1":1}"#, #"{"":1}"#, #"{"a":1e300}"#,
  ])
  func `a version vector with an impossible name or number is refused`(_ json: String) {
    #expect(throws: DecodingError.self) { try decode(VersionVector.self, json) }
  }

  @Test(arguments: ["a:0", "a:4611686018427387905", "a b:1", ":1", "a:-1", "a:1:2:"])
  func `a dot with an impossible name or number is refused`(_ text: String) {
    #expect(throws: DecodingError.self) { try decode(Dot.self, "\"\(text)\"") }
  }

  @Test(arguments: [Int64.min, -1, (1 << 62) + 1, .max])
  func `a number that no clock gives is no stamp`(_ ticks: Int64) {
    #expect(throws: DecodingError.self) { try decode(HybridTime.self, "\(ticks)") }
  }

  @Test(arguments: [
    [-1, 0, 1, 1, 1], [0, -1, 1, 1, 1], [0, 5, 4, 1, 1], [0, 5, 5, 1, 1], [0, 0, 9, 0, 1], [0, 0, 9, 2, 1],
    [0, 0, 9, 1, 10], [0, 0, .max, 1, 1], [0, .min, .max, 1, 1], [.min, 0, 9, 1, 1], [0, 0, 9, .min, .max],
  ])
  func `a passage whose numbers contradict each other is refused`(_ numbers: [Int]) {
    let json = "[\(numbers.map(String.init).joined(separator: ",")),[],\"\(Self.hex)\"]"
    #expect(throws: DecodingError.self) { try decode(Placement.self, json) }
  }

  @Test(arguments: [Int.min, -1, 0, 8_193, .max])
  func `a space of an impossible dimension is refused`(_ dimension: Int) {
    let json =
      #"{"dimension":\#(dimension),"model":"m","modelRevision":"r","normalization":"n","passagePrefix":"","pooling":"mean","queryPrefix":""}"#
    #expect(throws: DecodingError.self) { try decode(EmbeddingSpace.self, json) }
  }

  private func expect<Value: Codable & Equatable>(_ value: Value, is json: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    #expect(String(decoding: try encoder.encode(value), as: UTF8.self) == json)
    #expect(try decode(Value.self, json) == value)
  }

  private func decode<Value: Decodable>(_ type: Value.Type, _ json: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(json.utf8))
  }
}
