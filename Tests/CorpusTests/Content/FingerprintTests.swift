internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing

@Suite struct FingerprintTests {
  static let published = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ]

  @Test func `the digests that NIST publishes come out`() {
    for (text, hex) in Self.published {
      #expect(Fingerprint(hashing: text).description == hex)
      #expect(Array(text.utf8).withUnsafeBytes { Fingerprint(hashing: $0) }.hex == hex)
    }
  }

  @Test func `32 bytes survive the way through hex, in either case of letters`() throws {
    for seed in UInt64(1)...50 {
      var generator = SplitMix64(seed: seed)
      let bytes = randomBytes(32, &generator)
      let fingerprint = try #require(Fingerprint(bytes: bytes))
      let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      #expect(fingerprint.hex == hex, "seed \(seed)")
      #expect(fingerprint.bytes == bytes, "seed \(seed)")
      #expect(Fingerprint(hex: hex) == fingerprint, "seed \(seed)")
      #expect(Fingerprint(hex: hex.uppercased()) == fingerprint, "seed \(seed)")
    }
  }

  @Test func `anything but 32 bytes is refused`() {
    for count in [0, 1, 31, 33, 64] {
      #expect(Fingerprint(bytes: Array(repeating: 7, count: count)) == nil, "\(count) bytes")
    }
  }

  @Test(arguments: [
    "", "0", String(repeating: "0", count: 63), String(repeating: "0", count: 65),
    String(repeating: "0", count: 63) + "g", "0x" + String(repeating: "0", count: 62),
    "-" + String(repeating: "0", count: 63), " " + String(repeating: "0", count: 63),
    String(repeating: "0", count: 62) + "é", String(repeating: "0", count: 61) + "１",
    String(repeating: "é", count: 32), String(repeating: "0", count: 63) + "\0",
  ])
  func `what isn't 64 hexadecimal digits is refused`(_ text: String) {
    #expect(Fingerprint(hex: text) == nil)
  }

  /// Swift makes too small a frame for an async function that keeps a value of a larger alignment (decision 0025).
  @Test func `nothing that holds a digest is aligned to more than an async function's frame`() {
    let alignments = [
      MemoryLayout<Fingerprint>.alignment, MemoryLayout<StampedRevision?>.alignment,
      MemoryLayout<DocumentVerdict>.alignment, MemoryLayout<AuditReport>.alignment, MemoryLayout<Certificate>.alignment,
      MemoryLayout<Hit>.alignment, MemoryLayout<Answer>.alignment,
    ]
    #expect(alignments.allSatisfy { $0 <= 16 }, "\(alignments)")
  }

  @Test func `fingerprints sort as their bytes do`() throws {
    for seed in UInt64(1)...500 {
      var generator = SplitMix64(seed: seed)
      let one = randomBytes(32, &generator)
      // Equal up to one byte, or the order of the first byte would be all that is tested.
      var other = one
      other[Int.random(in: 0..<32, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      let fingerprints = (try #require(Fingerprint(bytes: one)), try #require(Fingerprint(bytes: other)))
      #expect((fingerprints.0 < fingerprints.1) == one.lexicographicallyPrecedes(other), "seed \(seed)")
      #expect((fingerprints.1 < fingerprints.0) == other.lexicographicallyPrecedes(one), "seed \(seed)")
      #expect((fingerprints.0 == fingerprints.1) == (one == other), "seed \(seed)")
    }
  }

  @Test func `parts that arrive one after another hash as the whole does`() {
    for seed in UInt64(1)...50 {
      var generator = SplitMix64(seed: seed)
      let bytes = randomBytes(Int.random(in: 0...400, using: &generator), &generator)
      var running = RunningFingerprint()
      var start = 0
      while start < bytes.count {
        let end = min(bytes.count, start + Int.random(in: 0...130, using: &generator))
        bytes[start..<end].withUnsafeBytes { running.update($0) }
        start = end
      }
      #expect(running.finish() == bytes.withUnsafeBytes { Fingerprint(hashing: $0) }, "seed \(seed)")
    }
  }

  @Test func `a running fingerprint goes on after it was asked`() {
    var running = RunningFingerprint()
    #expect(running.finish().hex == Self.published[0].1)
    Array("a".utf8).withUnsafeBytes { running.update($0) }
    _ = running.finish()
    Array("bc".utf8).withUnsafeBytes { running.update($0) }
    #expect(running.finish().hex == Self.published[1].1)
  }

  @Test func `addresses, revisions and spaces print and sort as their fingerprints`() {
    let one = Fingerprint(hashing: "one")
    let other = Fingerprint(hashing: "other")
    #expect(ContentAddress(one).description == one.hex)
    #expect(Revision(one).description == one.hex)
    #expect(SpaceID(one).description == one.hex)
    #expect((ContentAddress(one) < ContentAddress(other)) == (one < other))
    #expect((ContentAddress(other) < ContentAddress(one)) == (other < one))
    #expect((SpaceID(one) < SpaceID(other)) == (one < other))
    #expect((SpaceID(other) < SpaceID(one)) == (other < one))
  }

  @Test func `a revision is the hash of the bytes as they are, an address that of the normalised text`() {
    let text = "\r\n abc \r\n"
    #expect(Revision(hashing: Array(text.utf8)).fingerprint == Fingerprint(hashing: text))
    #expect(
      ContentAddress(hashing: NormalizedText(normalizing: text)).fingerprint == Fingerprint(hashing: " abc"))
  }

  private func randomBytes(_ count: Int, _ generator: inout SplitMix64) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }
}
