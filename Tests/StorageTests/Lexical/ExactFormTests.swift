import FreshetCorpus
import FreshetSeededNumbers
import FreshetStorage
import Testing

/// Versions, dates, addresses, codes and quotations: the exact form comes first.
@Suite struct ExactFormTests {
  private static let families = [
    ["3.11.2", "2.11.3", "11.3.2", "3.2.11"], ["2025-07-09", "2025-09-07", "07-09-2025"],
    ["192.168.4.7", "7.4.168.192", "192.4.168.7"], ["E_DISK_FULL", "DISK_E_FULL", "E_FULL_DISK"],
    ["QA-2201", "AQ-2201", "QA-0122"], ["/var/log/app", "/var/app/log", "/log/var/app"],
    ["ops@quay.example", "quay@ops.example"], ["J++", "J#", "J", ".J"],
  ]

  @Test(arguments: families.indices)
  func `of texts with the same parts, the one with the exact form comes first`(_ family: Int) throws {
    let codes = Self.families[family]
    // Other texts have the parts more often, and are shorter.
    let texts = codes.map { "The entry about \($0) says that all is well at the quay today." }
    let noise = (0..<20).map { "Report \($0) of the harbour, with some words about pumps and gates." }
    let world = try LexicalWorld(texts + codes.map { "\($0) or \($0) or \($0)" }.dropFirst() + noise)
    for (code, text) in zip(codes, texts).prefix(1) {
      for question in [code, "entry about \(code)", "what does \(code) say?", "(\(code))"] {
        #expect(try world.found(question, limit: 1) == [text], "\(question)")
      }
    }
  }

  @Test(arguments: ["\"gate of the north\"", "“gate of the north”", "pumps \"gate of the north\" tide"])
  func `a quoted text comes before texts with its words in another order`(_ question: String) throws {
    let exact = "Nobody opens the gate of the north before the tide has turned, says the keeper of the old harbour."
    let others = ["North of the gate, the gate.", "The north gate pumps, tide, tide, of the gate."]
    #expect(try LexicalWorld([exact] + others).found(question, limit: 1) == [exact])
  }

  @Test(arguments: [
    "\"", "\"\"", "\"one", "“ ”", "a-", "-", "...", "“a \"b” c\"", "\"\(String(repeating: "word ", count: 500))\"",
  ])
  func `any question is valid`(_ question: String) throws {
    _ = try LexicalWorld(["one word", "a b c"]).found(question)
  }

  @Test(arguments: [
    ("maxOpenGates", "max open gates"), ("open gates", "maxOpenGates"), ("HTTPServerError", "server error"),
    ("server", "HTTPServerError"), ("readTideGauge", "read_tide_gauge"), ("tide", "ReadTideGaugeV2"),
  ])
  func `parts of words of code are found besides the whole`(_ question: String, _ text: String) throws {
    #expect(try LexicalWorld(["calls \(text) once", "nothing"]).found(question) == ["calls \(text) once"])
  }

  @Test func `the whole word comes before its parts`() throws {
    let texts = ["set the openGate flag", "open the gate and set the flag", "gate open, open gate"]
    #expect(try LexicalWorld(texts).found("openGate", limit: 1) == [texts[0]])
  }
}

/// Words that are written in several ways.
@Suite struct FoldingTests {
  @Test(arguments: [
    ("ABC４２", "ABC42"), ("ﬂügel", "flügel"), ("STRASSE", "Straße"), ("gross", "groß"), ("H2O", "H₂O"), ("m2", "m²"),
    ("ｻｰﾊﾞｰ", "サーバー"), ("ガ", "ｶﾞ"), ("سلام", "سَلَام"), ("مدرسه", "مَدْرَسَة"), ("שלום", "שָׁלוֹם"), ("елка", "ёлка"),
    ("ΟΔΟΣ", "οδός"), ("οδος", "ὁδός"), ("istanbul", "İSTANBUL"), ("ırmak", "IRMAK"), ("Ærø", "aero"), ("lodz", "Łódź"),
    ("Cafe\u{301}", "café"), ("한글", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}"), ("x", "𝐱"), ("xi", "ⅺ"),
    ("Konzept", "Kon\u{AD}zept"), ("tidegauge", "tide\u{200B}gauge"),
  ])
  func `both forms find each other`(_ one: String, _ other: String) throws {
    for (question, text) in [(one, other), (other, one)] {
      #expect(try LexicalWorld(["a \(text) b", "else"]).found(question) == ["a \(text) b"], "\(question) in \(text)")
    }
  }

  @Test(arguments: [("й", "и"), ("東", "京"), ("か", "カ"), ("n", "ñu")])
  func `different letters stay different`(_ question: String, _ text: String) throws {
    #expect(try LexicalWorld(["a \(text) b", "else"]).found(question) == [])
  }

  @Test func `random text never loses its plain words`() throws {
    let atoms = [
      "walrus", "ﬁ", "４", "ß", "\u{301}", "ｶﾞ", "مُ", "ש\u{5C1}", "₂", "\u{200D}", "İ", "C++", "aB", ".x", "#", "+", "한",
      "京", " ", "-", "👍🏽",
    ]
    for seed in UInt64(1)...60 {
      var generator = SplitMix64(seed: seed)
      let text = (0..<30).map { _ in generator.pick(atoms) }.joined() + " walrus"
      #expect(try LexicalWorld([text]).found("walrus") == [text], "seed \(seed)")
    }
  }
}
