internal import FreshetCorpus

/// Recognizes file formats by their signatures (characteristic bytes at fixed offsets).
enum Signature {
  /// Returns the kind of a document that contains text, but in a format or encoding that Freshet doesn't read, such as
  /// PDF or UTF-16; nil for any other content.
  static func document(of bytes: UnsafeRawBufferPointer) -> UnreadText? {
    if isPDF(bytes) { return .pdf }
    if begins(bytes, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) { return .ole }
    if begins(bytes, [0xFF, 0xFE, 0, 0]) || begins(bytes, [0, 0, 0xFE, 0xFF]) { return .utf32 }
    if begins(bytes, [0xFF, 0xFE]) || begins(bytes, [0xFE, 0xFF]) { return .utf16 }
    if isArchive(bytes) { return OfficeArchive.isOne(bytes) ? .officeArchive : nil }
    let isOther =
      begins(bytes, "AT&TFORM") || begins(bytes, "ITSF") || begins(bytes, [0xFF] + Array("WPC".utf8))
      || begins(bytes, "BOOKMOBI", at: 60) || begins(bytes, "TEXtREAd", at: 60)
    return isOther ? .otherDocument : nil
  }

  static func beginsAsPDF(_ bytes: UnsafeRawBufferPointer) -> Bool { begins(bytes, "%PDF-") }

  static func isArchive(_ bytes: UnsafeRawBufferPointer) -> Bool { begins(bytes, "PK\u{3}\u{4}") }

  /// Returns whether the first 1024 bytes contain a PDF header. Other bytes may precede it, as PDF readers accept.
  private static func isPDF(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.prefix(1024).indices.contains { bytes[$0] == UInt8(ascii: "%") && begins(bytes, "%PDF-", at: $0) }
  }

  /// Returns whether the bytes have the signature of a format without readable text: images, sound, films, fonts,
  /// archives, programs, keys, databases.
  ///
  /// Call this only for bytes that aren't UTF-8 or contain a NUL. Some signatures, such as "BM", could also begin a
  /// text in another encoding. They count only if the first 32 bytes contain a control character, as the headers of
  /// these formats do.
  static func tellsNoText(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if certain.contains(where: { begins(bytes, $0) }) || isDER(bytes) { return true }
    // A disk image.
    if begins(bytes, "CD001", at: 0x8001) { return true }
    guard bytes.prefix(32).contains(where: { $0 < 0x20 && !(0x09...0x0D).contains($0) }) else { return false }
    return likely.contains { begins(bytes, $0) } || begins(bytes, "ftyp", at: 4) || begins(bytes, "ustar", at: 257)
  }

  private static let certain: [[UInt8]] =
    ["GIF87a", "GIF89a", "!<arch>\n", "SQLite format 3\0", "\u{7F}ELF", "Rar!\u{1A}"].map { Array($0.utf8) } + [
      // PNG, JPEG, Matroska.
      [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], [0x1A, 0x45, 0xDF, 0xA3],
      // gzip, compress, bzip2, xz, zstd, lz4, 7z.
      [0x1F, 0x8B], [0x1F, 0x9D], [0x42, 0x5A, 0x68, 0x39, 0x31, 0x41, 0x59], [0xFD, 0x37, 0x7A, 0x58, 0x5A],
      [0x28, 0xB5, 0x2F, 0xFD], [0x04, 0x22, 0x4D, 0x18], [0x37, 0x7A, 0xBC, 0xAF],
      // Mach-O, Java classes and key stores, LLVM bitcode.
      [0xFE, 0xED, 0xFA, 0xCE], [0xFE, 0xED, 0xFA, 0xCF], [0xCE, 0xFA, 0xED, 0xFE], [0xCF, 0xFA, 0xED, 0xFE],
      [0xCA, 0xFE, 0xBA, 0xBE], [0xFE, 0xED, 0xFE, 0xED], [0x42, 0x43, 0xC0, 0xDE],
    ]

  private static let likely: [[UInt8]] =
    [
      "BM", "RIFF", "II*\0", "MM\0*", "8BPS", "OggS", "fLaC", "ID3", "MThd", "FORM", "FLV", "caff",
      "OTTO", "wOFF", "wOF2", "ttcf", "true", "PK", "BZh", "MSCF", "xar!", "LZIP", "PACK", "DIRC",
      "MZ", "\0asm", "dex\n", "PAR1", "ORC",
    ].map { Array($0.utf8) } + [
      // JPEG 2000 and XL, icons, MP3, MPEG, TrueType.
      [0, 0, 0, 0x0C], [0xFF, 0x0A], [0, 0, 1, 0], [0, 0, 2, 0], [0xFF, 0xFB], [0xFF, 0xF3], [0xFF, 0xF2],
      [0, 0, 1, 0xBA], [0, 0, 1, 0xB3], [0, 1, 0, 0],
      // COFF objects, OpenPGP keys.
      [0x64, 0x86], [0x4C, 0x01], [0x99, 0x01], [0x98, 0x33],
    ]

  /// Returns whether the bytes are a DER-encoded certificate or key: one ASN.1 sequence as long as the file.
  private static func isDER(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count >= 4, bytes[0] == 0x30 else { return false }
    switch bytes[1] {
    case 0x81: return bytes.count == 3 + Int(bytes[2])
    case 0x82: return bytes.count == 4 + (Int(bytes[2]) << 8 | Int(bytes[3]))
    case 0..<0x80: return bytes.count == 2 + Int(bytes[1])
    default: return false
    }
  }

  private static func begins(_ bytes: UnsafeRawBufferPointer, _ signature: String, at offset: Int = 0) -> Bool {
    begins(bytes, Array(signature.utf8), at: offset)
  }

  private static func begins(_ bytes: UnsafeRawBufferPointer, _ signature: [UInt8], at offset: Int = 0) -> Bool {
    bytes.count >= offset + signature.count && bytes[offset..<(offset + signature.count)].elementsEqual(signature)
  }
}
