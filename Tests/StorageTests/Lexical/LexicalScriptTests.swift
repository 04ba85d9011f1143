import FreshetStorage
import Testing

/// Texts that a model knows no words of can be told apart by the lexical index alone.
@Suite struct LexicalScriptTests {
  static let texts = [
    "party 🎉 tonight", "deployed 👍🏽👍🏿", "family 👨‍👩‍👧 day", "with love ❤️", "made in 🇩🇪", "made in 🇫🇷", "from 🇩🇰🇪🇸", "🔥🚀 launch",
    "ภาษาไทยเป็นภาษาที่สวยงาม", "รถไฟฟ้าในกรุงเทพ", "ភាសាខ្មែរ គឺជាភាសា", "ទឹកភ្លៀង", "ລາວ ພາສາ", "မြန်မာဘာသာ",
    "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ", "ᎣᏏᏲ", "缓存一致性很重要。", "检索系统", "東京タワーはとても高い", "한국어를 배웁니다", "हिन्दी भाषा", "हा नू दे", "Привет, Мира",
    "`read_file` returns",
    "plain words only",
  ]

  @Test(arguments: [
    ("🎉", ["party 🎉 tonight"]), ("👍", ["deployed 👍🏽👍🏿"]), ("👍🏿", ["deployed 👍🏽👍🏿"]), ("👩", ["family 👨‍👩‍👧 day"]),
    ("👨‍👩‍👧", ["family 👨‍👩‍👧 day"]), ("❤", ["with love ❤️"]), ("❤️", ["with love ❤️"]), ("🇩🇪", ["made in 🇩🇪"]), ("🚀", ["🔥🚀 launch"]),
    ("สวยงาม", ["ภาษาไทยเป็นภาษาที่สวยงาม"]), ("กรุงเทพ", ["รถไฟฟ้าในกรุงเทพ"]), ("ខ្មែរ", ["ភាសាខ្មែរ គឺជាភាសា"]),
    ("ភ្លៀង", ["ទឹកភ្លៀង"]), ("ພາສາ", ["ລາວ ພາສາ"]), ("ဘာသာ", ["မြန်မာဘာသာ"]), ("ᏣᎳᎩ", ["ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ"]), ("ᎣᏏᏲ", ["ᎣᏏᏲ"]),
    ("一致性", ["缓存一致性很重要。"]), ("检索", ["检索系统"]), ("タワー", ["東京タワーはとても高い"]), ("한국어", ["한국어를 배웁니다"]),
    ("हिन्दी", ["हिन्दी भाषा"]), ("МИРА", ["Привет, Мира"]), ("read file", ["`read_file` returns"]),
    ("🦀", []), ("猫", []), ("แมว", []), ("ᏪᏌ", []),
  ])
  func `a part of a text is found in any script`(_ question: String, _ expected: [String]) throws {
    #expect(try LexicalWorld(Self.texts).found(question) == expected)
  }

  @Test(arguments: [
    ("Gesamtkonzeption", "Die Gesamt\u{AD}konzep\u{AD}tion steht."),
    ("tidegaugereader", "the tide\u{200B}gauge\u{200B}reader"),
    ("Gesamt\u{AD}konzeption", "Die Gesamtkonzeption steht."), ("walrus", "wal\u{2060}rus"),
    ("walrus", "wal\u{FEFF}rus"),
    ("walrus", "\u{202B}walrus\u{202C}"), ("walrus", "\u{2066}wal\u{200E}rus\u{2069}"), ("walrus", "wal\u{34F}rus"),
    ("میخواهم", "می\u{200C}خواهم"), ("می\u{200C}خواهم", "میخواهم"), ("محمد", "مح\u{61C}مد"),
    ("walrus", "wal\u{180B}rus"),
    ("葛城", "葛\u{E0100}城"), ("क्ष", "क्\u{200D}ष"), ("walrus", "wal\u{FE00}rus"),
  ])
  func `invisible signs don't split words`(_ question: String, _ text: String) throws {
    #expect(try LexicalWorld([text, "something else"]).found(question) == [text])
  }

  @Test func `text of only invisible signs or marks is never found and does no harm`() throws {
    let texts = [
      "\u{200B}\u{200D}\u{FEFF}", "\u{301}\u{302}", "\u{AD}", "\u{2028}\u{2029}", "\u{FFFE}\u{FFFF}", "walrus",
    ]
    let world = try LexicalWorld(texts)
    #expect(try world.found("walrus") == ["walrus"])
    #expect(try world.found("\u{AD}\u{200B}") == [])
    for text in texts {
      #expect(LexicalText.spaced(text).flatMap(LexicalText.spaced) == nil, "\(text.debugDescription)")
    }
  }

  @Test func `text that parts its words is held as it is`() {
    for text in [
      "", "plain words", "naïve – “quoted” … 1½ №5", "Привет हिन्दी عربي עברית ᏣᎳᎩ", "│ box ─── drawing │",
    ] {
      #expect(LexicalText.spaced(text) == nil, "\(text)")
    }
  }

  @Test(arguments: [
    ("缓存", "缓|存"), ("a缓b 存", "a|缓|b 存"), ("กินข้าว", "กิ|น|ข้|า|ว"), ("ok👍🏽ok", "ok|👍|ok"), ("👨‍👩‍👧", "👨|👩|👧"),
    ("❤️ 1️⃣", "❤ 1⃣"), ("🇩🇪!", "🇩|🇪!"), ("𠮷野家", "𠮷|野|家"),
  ])
  func `a boundary stands between characters that no blank parts`(_ text: String, _ spaced: String) {
    #expect(LexicalText.spaced(text)?.replacing("\u{200B}", with: "|") == spaced)
    let again = LexicalText.spaced(text).flatMap(LexicalText.spaced)
    #expect(again == nil, "what is spaced stays as it is")
  }
}
