internal import FreshetCorpus
internal import FreshetIndexing

/// Maps each document to the addresses (hashes) of the passages whose vectors represent it in the similarity index.
/// Consists of a saved file and the changes since.
///
/// The file format: the number of documents; one entry per document, sorted by digest; all addresses; the number of
/// addresses without a vector; these addresses. An entry consists of the document's digest (the first 16 bytes of the
/// SHA-256 of source, NUL and path), the position of the document's first address, and the number of its addresses.
/// Numbers are 64-bit words. See docs/FORMAT.md.
struct IndexRoster: Sendable {
  private let file: IndexFile?
  private var changed: [DocumentID: [ContentAddress]]

  init(_ addresses: [DocumentID: [ContentAddress]]) {
    file = nil
    changed = addresses
  }

  init(_ file: IndexFile) {
    self.file = file
    changed = [:]
  }

  /// The addresses of the passages whose vectors represent the document.
  ///
  /// - Complexity: O(log n) for n documents.
  func addresses(of document: DocumentID) -> [ContentAddress] {
    changed[document] ?? file?.withRoster { RosterBytes($0)?.addresses(of: document) ?? [] } ?? []
  }

  /// Replaces the addresses of a document.
  ///
  /// - Returns: the document's addresses before the update.
  mutating func update(_ document: DocumentID, to addresses: [ContentAddress]) -> [ContentAddress] {
    let old = self.addresses(of: document)
    changed[document] = addresses
    return old
  }

  /// Encodes the roster with all changes, and with the addresses that have no vector.
  func bytes(unfound: Set<ContentAddress>) -> [UInt8] {
    var entries = changed.filter { !$0.value.isEmpty }
      .map { (RosterBytes.digest($0.key), $0.value.map(\.fingerprint.bytes)) }
    let replaced = Set(changed.keys.map(RosterBytes.digest))
    _ = file?.withRoster { bytes in
      RosterBytes(bytes)?.each { digest, addresses in
        if !replaced.contains(digest) { entries.append((digest, addresses)) }
      }
    }
    return RosterBytes.encoded(entries, unfound)
  }

  static func unfound(in file: IndexFile) -> Set<ContentAddress>? {
    file.withRoster { RosterBytes($0)?.unfound } ?? nil
  }
}

/// Reads an encoded roster in place, without copying its bytes.
private struct RosterBytes {
  private let bytes: UnsafeRawBufferPointer
  private let count: Int
  private static let entry = 32
  private static let address = Fingerprint.byteCount

  struct Digest: Hashable, Comparable {
    let high: UInt64
    let low: UInt64

    static func < (one: Digest, other: Digest) -> Bool {
      one.high != other.high ? one.high < other.high : one.low < other.low
    }
  }

  /// Reads the number of entries. Nil if the bytes are too short for this number of entries.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= 8 else { return nil }
    let count = bytes.loadUnaligned(as: UInt64.self)
    guard count <= UInt64((bytes.count - 8) / Self.entry) else { return nil }
    self.bytes = bytes
    self.count = Int(count)
  }

  static func digest(_ document: DocumentID) -> Digest {
    let bytes = Fingerprint(hashing: "\(document.source)\u{0}\(document.path)").bytes
    func word(_ start: Int) -> UInt64 { bytes[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) } }
    return Digest(high: word(0), low: word(8))
  }

  func addresses(of document: DocumentID) -> [ContentAddress] {
    let wanted = Self.digest(document)
    let index = (0..<count).partitioningIndex { digest($0) >= wanted }
    return index < count && digest(index) == wanted ? fingerprints(of: index).map(ContentAddress.init) : []
  }

  func each(_ body: (Digest, [[UInt8]]) -> Void) {
    for index in 0..<count { body(digest(index), fingerprints(of: index).map(\.bytes)) }
  }

  var unfound: Set<ContentAddress> {
    let served = count == 0 ? 0 : place(count - 1, 2) + place(count - 1, 3)
    let start = 8 + Self.entry * count + Self.address * served
    guard start + 8 <= bytes.count else { return [] }
    let number = Int(clamping: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))
    return Set(fingerprints(at: start + 8, min(number, bytes.count)).map(ContentAddress.init))
  }

  private func word(_ index: Int, _ number: Int) -> UInt64 {
    bytes.loadUnaligned(fromByteOffset: 8 + Self.entry * index + 8 * number, as: UInt64.self)
  }

  /// A number in an entry, limited to the number of bytes in the file, so that damaged bytes cause no integer overflow.
  private func place(_ index: Int, _ number: Int) -> Int { min(Int(clamping: word(index, number)), bytes.count) }

  private func digest(_ index: Int) -> Digest { Digest(high: word(index, 0), low: word(index, 1)) }

  private func fingerprints(of index: Int) -> [Fingerprint] {
    let start = 8 + Self.entry * count
    return fingerprints(at: start + Self.address * place(index, 2), place(index, 3))
  }

  private func fingerprints(at start: Int, _ number: Int) -> [Fingerprint] {
    guard start + Self.address * number <= bytes.count else { return [] }
    return (0..<number).compactMap {
      Fingerprint(bytes: bytes[(start + Self.address * $0)..<(start + Self.address * ($0 + 1))])
    }
  }

  static func encoded(_ entries: [(Digest, [[UInt8]])], _ unfound: Set<ContentAddress>) -> [UInt8] {
    var bytes: [UInt8] = []
    func put(_ word: UInt64) { withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) } }
    let entries = entries.sorted { $0.0 < $1.0 }
    put(UInt64(entries.count))
    var start = 0
    for (digest, addresses) in entries {
      for word in [digest.high, digest.low, UInt64(start), UInt64(addresses.count)] { put(word) }
      start += addresses.count
    }
    for (_, addresses) in entries { for address in addresses { bytes.append(contentsOf: address) } }
    put(UInt64(unfound.count))
    for address in unfound.sorted() { bytes.append(contentsOf: address.fingerprint.bytes) }
    return bytes
  }
}
