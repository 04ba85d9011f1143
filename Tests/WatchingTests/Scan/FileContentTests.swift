import FreshetCorpus
import Foundation
import FreshetSeededNumbers
import Testing
import FreshetWatching

/// How `FileContent` classifies bytes by their content alone: as text that Freshet reads, text that it doesn't read, or
/// no text.
@Suite struct FileContentTests {
  static let english = "The walrus sleeps in shed nine.\nThe key hangs by the door.\n"
  static let texts: [(name: String, text: String)] = [
    ("English", english), ("Russian", "Морж спит в девятом сарае.\n"), ("Japanese", "セイウチは九番の小屋で眠る。\n"),
    ("emoji", "🦭 in shed 9\n"), ("one word", "walrus"),
  ]
  static let wide: [(name: String, encoding: String.Encoding, unread: UnreadText)] = [
    ("UTF-16 LE", .utf16LittleEndian, .utf16), ("UTF-16 BE", .utf16BigEndian, .utf16),
    ("UTF-32 LE", .utf32LittleEndian, .utf32), ("UTF-32 BE", .utf32BigEndian, .utf32),
  ]

  private func encoded(_ text: String, _ encoding: String.Encoding) throws -> [UInt8] {
    Array(try #require(text.data(using: encoding)))
  }

  @Test(
    arguments: texts.map(\.text) + [
      "", "\u{FEFF}with a mark", "tab\tfeed\u{0C}\u{1B}[0m", "\u{FFFE}\u{FFFF}\u{2028}", "\u{301}\u{200B}",
    ])
  func `UTF-8 without a NUL is text`(_ text: String) {
    #expect(FileContent(of: Array(text.utf8)) == .text)
  }

  @Test(arguments: texts, wide)
  func `UTF-16 and UTF-32 are text that isn't read, with a byte order mark or without`(
    _ text: (name: String, text: String), _ form: (name: String, encoding: String.Encoding, unread: UnreadText)
  ) throws {
    let marked = try encoded("\u{FEFF}" + text.text, form.encoding)
    #expect(FileContent(of: marked) == .unread(form.unread), "\(text.name) in \(form.name), marked")
    let bare = try encoded(text.text, form.encoding)
    // Without an ASCII blank or digit, UTF-16 has no NUL and so no pattern. Then it only counts as not UTF-8, which
    // suffices.
    let isTold = bare.contains(0)
    #expect(FileContent(of: bare) == .unread(isTold ? form.unread : .otherEncoding), "\(text.name) in \(form.name)")
  }

  @Test func `a UTF-16 pair that is cut at the end of the examined bytes is no fault`() throws {
    let text = String(repeating: "a", count: 2_047) + "🦭" + Self.english
    for form in Self.wide {
      #expect(FileContent(of: try encoded(text, form.encoding)) == .unread(form.unread), "\(form.name)")
    }
  }

  @Test(arguments: [
    (String.Encoding.isoLatin1, "Größe der Häfen: früh öffnen"), (.windowsCP1252, "0€ – “gratis”"),
    (.shiftJIS, "九番の小屋"),
    (.windowsCP1251, "Морж спит"), (.isoLatin1, "BM, MZ und FORM: Größe"), (.iso2022JP, "九番の小屋で眠る"),
  ])
  func `text in another encoding is text that isn't read`(_ encoding: String.Encoding, _ text: String) throws {
    #expect(FileContent(of: try encoded(text, encoding)) == .unread(.otherEncoding))
  }

  @Test func `text with a NUL isn't read, wherever the NUL stands`() {
    for place in [0, 31, Self.english.utf8.count] {
      var bytes = Array(Self.english.utf8)
      bytes.insert(0, at: place)
      #expect(FileContent(of: bytes) == .unread(.withNUL), "at \(place)")
    }
    let log = Array(Self.english.utf8) + [UInt8](repeating: 0, count: 100_000)
    #expect(FileContent(of: log) == .unread(.withNUL), "a log whose end was never written")
    let long = [UInt8](repeating: 0x61, count: 8_192) + [UInt8](repeating: 0, count: 8_192)
    #expect(FileContent(of: long) == .unread(.withNUL), "a longer one")
    let latin = [UInt8](repeating: 0x61, count: 200) + [0xE9, 0, 0x61]
    #expect(FileContent(of: latin) == .unread(.withNUL))
  }

  /// An entry as zip writes it: a local header, the name, the stored bytes.
  static func entry(_ name: String, _ bytes: [UInt8] = [1, 2, 3]) -> [UInt8] {
    let size = [UInt8(bytes.count & 0xFF), UInt8(bytes.count >> 8), 0, 0]
    return [0x50, 0x4B, 3, 4, 20, 0, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 8) + size + size
      + [UInt8(name.utf8.count), 0, 0, 0] + Array(name.utf8) + bytes
  }

  static func archive(_ names: String...) -> [UInt8] { names.flatMap { entry($0) } + [0x50, 0x4B, 5, 6] }

  static let documents: [(name: String, bytes: [UInt8], text: UnreadText)] = [
    ("pdf", Array("%PDF-1.7\n1 0 obj".utf8), .pdf),
    ("pdf behind a mark", [0xEF, 0xBB, 0xBF] + Array("%PDF-1.7\n".utf8) + [0xE9, 1, 2, 3, 4, 0], .pdf),
    ("doc", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], .ole),
    ("docx", archive("[Content_Types].xml", "_rels/.rels", "word/document.xml"), .officeArchive),
    ("docx, the other way round", archive("word/document.xml", "[Content_Types].xml"), .officeArchive),
    ("xlsx", archive("[Content_Types].xml", "xl/workbook.xml"), .officeArchive),
    ("pptx", archive("[Content_Types].xml", "ppt/presentation.xml"), .officeArchive),
    (
      "odt", entry("mimetype", Array("application/vnd.oasis.opendocument.text".utf8)) + archive("content.xml"),
      .officeArchive
    ),
    ("epub", entry("mimetype", Array("application/epub+zip".utf8)) + archive("META-INF/container.xml"), .officeArchive),
    ("pages", archive("Index/Document.iwa"), .officeArchive),
    ("mobi", [UInt8](repeating: 0, count: 60) + Array("BOOKMOBI".utf8), .otherDocument),
    ("djvu", Array("AT&TFORM\0\0\0\u{10}DJVU".utf8), .otherDocument),
  ]

  @Test(arguments: documents)
  func `documents of other formats are recognized by their bytes`(
    _ document: (name: String, bytes: [UInt8], text: UnreadText)
  ) {
    #expect(FileContent(of: document.bytes) == .unread(document.text), "\(document.name)")
  }

  static let binaries: [(name: String, bytes: [UInt8])] = [
    ("png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]), ("jpeg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16]),
    ("gif", Array("GIF89a".utf8) + [1, 0, 1, 0, 0x80]),
    ("webp", Array("RIFF".utf8) + [0x24, 0, 0, 0] + Array("WEBP".utf8)),
    ("wav", Array("RIFF".utf8) + [0x24, 0, 0, 0] + Array("WAVEfmt ".utf8) + [16, 0, 0, 0]),
    ("mp3", [0xFF, 0xFB, 0x90, 0, 0]),
    ("id3", Array("ID3".utf8) + [3, 0, 0, 0]), ("mp4", [0, 0, 0, 0x18] + Array("ftypmp42".utf8)),
    ("ogg", Array("OggS\0\u{2}".utf8)),
    ("ttf", [0, 1, 0, 0, 0, 12]), ("woff2", Array("wOF2\0\u{1}\0\0".utf8)), ("zip", archive("a.txt", "b.txt")),
    ("jar", archive("META-INF/MANIFEST.MF", "A.class")), ("nupkg", archive("[Content_Types].xml", "lib/a.dll")),
    ("gzip", [0x1F, 0x8B, 8, 0, 0]), ("xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]),
    ("zstd", [0x28, 0xB5, 0x2F, 0xFD, 0x24, 0xE9]),
    ("tar", Array("a.txt".utf8) + [UInt8](repeating: 0, count: 252) + Array("ustar\0".utf8) + Array(english.utf8)),
    ("elf", Array("\u{7F}ELF".utf8) + [2, 1, 1, 0]), ("exe", Array("MZ".utf8) + [0x90, 0, 3, 0]),
    ("class", [0xCA, 0xFE, 0xBA, 0xBE, 0, 0]),
    ("wasm", Array("\0asm\u{1}\0\0\0".utf8)), ("sqlite", Array("SQLite format 3\0".utf8) + Array(english.utf8)),
    ("der", [0x30, 0x82, 0x00, 0x03, 0xE9, 0xE9, 0xE9]), ("bmp", Array("BM".utf8) + [0x46, 0, 0, 0, 0, 0]),
    ("numbers of four bytes", (0..<64).flatMap { [UInt8($0), 0, 0, 0] }), ("zeros", [UInt8](repeating: 0, count: 64)),
    (
      "samples of two bytes",
      (0..<512).flatMap { [UInt8(truncatingIfNeeded: $0 * 37), UInt8(truncatingIfNeeded: $0 * 91)] + [0, 1] }
    ),
  ]

  @Test(arguments: binaries)
  func `images, sound, archives, programs and keys hold no text`(_ binary: (name: String, bytes: [UInt8])) {
    #expect(FileContent(of: binary.bytes) == .binary, "\(binary.name)")
  }

  @Test(arguments: [
    "ITSF is a federation.", "AT&TFORM is how DjVu begins.", "The header of a PDF file is %PDF-1.7.",
    String(repeating: "x", count: 60) + "BOOKMOBI",
  ])
  func `prose about a format isn't taken for that format`(_ text: String) {
    #expect(FileContent(of: Array(text.utf8)) == .text)
  }

  @Test func `the first bytes of a file classify it as far as they can`() {
    let russian = Array("Морж спит в девятом сарае.".utf8)
    for count in 1...russian.count {
      #expect(FileContent(ofBeginning: Array(russian.prefix(count))) == .text, "\(count)")
    }
    for document in Self.documents {
      #expect(FileContent(ofBeginning: document.bytes) == .unread(document.text), "\(document.name)")
    }
    for binary in Self.binaries where binary.name != "nupkg" {
      #expect(FileContent(ofBeginning: binary.bytes) == .binary, "\(binary.name)")
    }
    // The entry that would decide may lie further back.
    for cut in ["[Content_Types].xml", "xl/worksheets/sheet1.xml"] {
      #expect(FileContent(ofBeginning: Self.archive(cut)) == .unread(.officeArchive), "\(cut)")
    }
  }

  @Test func `noise is binary, and no truncated or altered file crashes the classifier`() {
    var generator = SplitMix64(seed: 14)
    let whole = Self.documents.map(\.bytes) + Self.binaries.map(\.bytes)
    for round in 0..<2_000 {
      var bytes = generator.pick(whole)
      bytes.removeLast(Int.random(in: 0...bytes.count, using: &generator))
      for _ in 0..<3 where !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      _ = FileContent(of: bytes)
      let noise = (0..<512).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(FileContent(of: noise) == .binary, "round \(round)")
    }
  }
}
