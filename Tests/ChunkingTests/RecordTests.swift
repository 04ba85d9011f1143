internal import FreshetChunking
internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing

/// Logs and chats: a line is a record, and is cut inside only if it is larger than a passage.
@Suite struct RecordTests {
  private static let kinds: [(name: String, line: @Sendable (Int, String) -> String)] = [
    ("syslog", { "Nov  2 10:\(two($0)):07 quay pump[\($0)]: \($1)" }),
    ("ISO times", { "2026-11-02T10:\(two($0)):07Z INFO \($1)" }),
    ("access log", { "203.0.113.\($0 % 250) - - [02/Nov/2026] \"GET /a\($0)\" 200 \($1)" }),
    ("chat export", { "[02.11.26, 10:\(two($0)):10] \(["Bo", "Ana", "Cem"][$0 % 3]): \($1)" }),
    ("messages", { "\(["Bo", "Ana", "Cem"][$0 % 3]): \($1)" }),
    ("relay chat", { "<\(["bo", "ana", "cem"][$0 % 3])> \($1)" }),
    ("levels", { "\(["INFO", "WARN", "ERROR"][$0 % 3]) \($1)" }),
    ("coloured", { "\u{1B}[3\($0 % 8)mpump\u{1B}[0m \($1)" }),
    ("key and value", { "level=info n=\($0) msg=\"\($1)\"" }),
  ]

  private static func two(_ number: Int) -> String { number % 60 < 10 ? "0\(number % 60)" : "\(number % 60)" }

  private func record(_ generator: inout SplitMix64) -> String {
    (0..<Int.random(in: 1...25, using: &generator)).map { _ in Manuscript.word(&generator) }.joined(separator: " ")
  }

  @Test(arguments: kinds.indices, [DocumentFormat.plainText, .markdown])
  func `passages of a log end at line ends`(_ kind: Int, _ format: DocumentFormat) {
    for seed in UInt64(1)...8 {
      var generator = SplitMix64(seed: seed)
      let lines = (0..<120).map { Self.kinds[kind].line($0, record(&generator)) }
      let bytes = Array(lines.joined(separator: "\n").utf8)
      let ends = part(String(decoding: bytes, as: UTF8.self), as: format).passages.map(\.bytes.upperBound)
      let inside = ends.filter { $0 < bytes.count && bytes[$0] != UInt8(ascii: "\n") }
      #expect(
        inside.isEmpty && ends.count > 5, "\(Self.kinds[kind].name), seed \(seed): \(inside.count) of \(ends.count)")
    }
  }

  @Test func `a record of several lines is one unit`() {
    let log = """
      2026-11-02 10:00 ERROR pump failed
          at Pump.start (pump.swift:12)
          at Quay.main (quay.swift:7)
      2026-11-02 10:01 INFO retry
      2026-11-02 10:02 INFO done
      """
    #expect(
      units(of: log, as: .plainText) == [
        "2026-11-02 10:00 ERROR pump failed\n    at Pump.start (pump.swift:12)\n    at Quay.main (quay.swift:7)",
        "2026-11-02 10:01 INFO retry", "2026-11-02 10:02 INFO done",
      ])
  }

  @Test func `wrapped prose has no records, though some lines begin with a number or a bracket`() {
    let prose = """
      The pumps run day and night, and in the year
      1990 the second one was built. It is stronger
      (by a third) than the first, and needs less of
      everything but oil. Both are inspected in May.
      """
    #expect(
      units(of: prose, as: .plainText) == [
        "The pumps run day and night, and in the year\n1990 the second one was built.",
        "It is stronger\n(by a third) than the first, and needs less of\neverything but oil.",
        "Both are inspected in May.",
      ])
  }

  @Test func `an edit of one record changes only the passages near it`() {
    var (edits, local) = (0, 0)
    for seed in UInt64(1)...40 {
      var generator = SplitMix64(seed: seed)
      var lines = (0..<200).map { Self.kinds[3].line($0, record(&generator)) }
      let old = Set(part(lines.joined(separator: "\n"), as: .plainText).passages.map(\.text))
      lines.insert("[02.11.26, 10:00:10] Dora: the new one", at: Int.random(in: 0..<200, using: &generator))
      let new = part(lines.joined(separator: "\n"), as: .plainText).passages
      edits += 1
      if new.count(where: { !old.contains($0.text) }) <= 4 { local += 1 }
    }
    #expect(local * 100 >= edits * 95, "\(local) of \(edits), seeds 1...40")
  }
}
