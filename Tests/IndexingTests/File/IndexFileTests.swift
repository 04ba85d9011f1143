internal import FreshetCorpus
internal import Foundation
internal import Glibc
internal import FreshetSeededNumbers
import Testing
@testable internal import FreshetIndexing

/// An index that was saved as a file and opened: the same to the bit, and never more than a file that can be made anew.
@Suite struct IndexFileTests {
  let folder: IndexFileFolder

  init() throws { folder = try IndexFileFolder() }

  /// A world whose index is the one in the file.
  private func opened(_ kind: IndexKind) throws -> IndexFileWorld {
    var world = IndexFileWorld.of(kind)
    world.index = try IndexFile(path: folder.path).index
    return world
  }

  private func maintained(_ world: IndexFileWorld) -> IndexFileWorld {
    var world = world
    while world.index.maintain() {}
    return world
  }

  @Test(arguments: IndexKind.all)
  func `what is opened answers as what was written, to the bit`(_ kind: IndexKind) throws {
    let world = IndexFileWorld.of(kind)
    try folder.write(world.index, stamp: "of a space", roster: "who and where")
    let file = try IndexFile(path: folder.path)
    #expect(String(decoding: file.stamp, as: UTF8.self) == "of a space")
    #expect(file.withRoster { String(decoding: $0, as: UTF8.self) } == "who and where")
    #expect(type(of: file.index) == type(of: world.index))
    #expect(try opened(kind).answers() == world.answers())
    #expect((file.index as? LSHIndex)?.violations() ?? [] == [])
    #expect(maintained(try opened(kind)).index.isSound)
    #expect(try folder.names == ["index"])
  }

  @Test(arguments: IndexKind.all)
  func `it goes on being changed as if it had never been saved, and can be saved again`(_ kind: IndexKind) throws {
    var twin = IndexFileWorld.of(kind)
    try folder.write(twin.index)
    var saved = try opened(kind)
    while saved.index.maintain() {}
    for round in UInt64(1)...4 {
      twin.change(400, seed: round)
      saved.change(400, seed: round)
      #expect(saved.answers() == twin.answers(), "round \(round)")
      if let index = saved.index as? LSHIndex { #expect(index.violations() == [], "round \(round)") }
      try folder.write(saved.index)
      saved = try opened(kind)
      while saved.index.maintain() {}
      while twin.index.maintain() {}
      #expect(saved.answers() == twin.answers(), "round \(round), saved again")
    }
  }

  @Test(arguments: IndexKind.all)
  func `an index without vectors is saved, too`(_ kind: IndexKind) throws {
    try folder.write(kind.make(3), stamp: "", roster: "")
    var index = try IndexFile(path: folder.path).index
    #expect(index.count == 0 && index.dimension == 3)
    var generator = SplitMix64(seed: 5)
    index.insert(RandomWorld.vector(3, &generator), at: address(1))
    #expect(index.nearest(2, to: RandomWorld.vector(3, &generator)).map(\.address) == [address(1)])
  }

  @Test(arguments: IndexKind.all)
  func `opening looks at no part, maintenance at all of them`(_ kind: IndexKind) throws {
    let world = IndexFileWorld.of(kind)
    try folder.write(world.index)
    var file = IndexFileBytes(bytes: try folder.bytes)
    for part in file.parts { for place in part { file.bytes[place] = 0 } }
    try folder.put(file.bytes)
    let zeros = try opened(kind)
    #expect(zeros.index.count == world.index.count && zeros.index.isSound)
    #expect(!maintained(zeros).index.isSound)
    #expect(try IndexFile(path: folder.path).withRoster { $0.count } == nil)
  }

  @Test(arguments: IndexKind.all)
  func `a reader of a row or address of a damaged page gets an error`(_ kind: IndexKind) throws {
    let world = IndexFileWorld.of(kind)
    try folder.write(world.index)
    let best = try #require(world.index.nearest(1, to: world.questions[0]).first)
    for part in try parts(holding: best.address, of: opened(kind).index) {
      let range = IndexFileBytes(bytes: try folder.bytes).parts[part]
      try folder.flipping(0, at: range.upperBound - 1) {
        let damaged = try opened(kind).index
        #expect(damaged.isSound)
        let found = damaged.nearest(1, to: world.questions[0]).map(\.address)
        #expect(!damaged.isSound && found == [best.address], "part \(part)")
        let other = try opened(kind).index
        _ = other.score(of: best.address, to: world.questions[0])
        #expect(!other.isSound, "part \(part)")
      }
    }
  }

  /// Of the row and of the address.
  private func parts(holding address: ContentAddress, of index: any SimilarityIndex) throws -> [Int] {
    let vectors = try #require((index as? FlatIndex)?.vectors ?? (index as? LSHIndex)?.vectors)
    let slot = try #require(vectors.slot(of: address))
    return [
      vectors.rows.pages[slot / VectorTable.rowsPerPage].part,
      vectors.addresses.pages[slot / VectorTable.addressesPerPage].part,
    ].compactMap { $0 }
  }

  @Test(arguments: IndexKind.all)
  func `a file that was cut, or goes on, is refused`(_ kind: IndexKind) throws {
    try folder.write(IndexFileWorld.of(kind).index)
    let file = IndexFileBytes(bytes: try folder.bytes)
    let (start, end) = (file.directory.lowerBound, file.bytes.count)
    for length in [
      0, 1, 7, 8, 12, 63, 64, 65, 4_096, start / 3, start - 1, start, start + 1, (start + end) / 2, end - 1,
    ] {
      try folder.put(Array(file.bytes[..<length]))
      #expect(folder.refusal() == (length < 64 ? .foreign : .torn), "\(length) of \(end) bytes")
    }
    try folder.put(file.bytes + [0])
    #expect(folder.refusal() == .torn)
    try folder.put(Array("SQLite format 3\u{0}".utf8) + [UInt8](repeating: 7, count: 4_096))
    #expect(folder.refusal() == .foreign)
  }

  @Test func `what is no file is refused, and keeps nobody waiting`() throws {
    #expect(folder.refusal() == .missing)
    #expect(mkfifo(folder.path, 0o600) == 0)
    #expect(folder.refusal() == .foreign)
    unlink(folder.path)
    #expect(mkdir(folder.path, 0o700) == 0)
    #expect(folder.refusal() == .foreign)
  }

  @Test func `every bit of the header counts`() throws {
    try folder.write(FlatIndex(dimension: 5))
    for offset in 0..<56 {
      for bit in 0..<8 {
        let refusal = try folder.flipping(bit, at: offset) { folder.refusal() }
        let version = UInt32(1) ^ 1 << UInt32(max(0, 8 * (offset - 8) + bit) % 32)
        let expected: IndexFileError = offset < 8 ? .foreign : offset < 12 ? .otherVersion(version: version) : .torn
        #expect(refusal == expected, "bit \(bit) of byte \(offset)")
      }
    }
  }

  @Test(arguments: IndexKind.all)
  func `every bit of the directory counts`(_ kind: IndexKind) throws {
    try folder.write(IndexFileWorld.of(kind).index)
    let directory = IndexFileBytes(bytes: try folder.bytes).directory
    var generator = SplitMix64(seed: 43)
    for round in 0..<300 {
      let (offset, bit) = (Int.random(in: directory, using: &generator), Int.random(in: 0..<8, using: &generator))
      #expect(try folder.flipping(bit, at: offset) { folder.refusal() } == .torn, "seed 43, round \(round)")
    }
  }

  /// The directory is checked for what a search relies on. (A change may still end the process: see docs/FORMAT.md.)
  @Test(arguments: IndexKind.all)
  func `a directory of hostile values under right checksums is refused, or harms no search`(_ kind: IndexKind) throws {
    let world = IndexFileWorld.of(kind)
    try folder.write(world.index)
    let sound = IndexFileBytes(bytes: try folder.bytes)
    var generator = SplitMix64(seed: 44)
    var refused = 0
    for _ in 0..<500 {
      var file = sound
      let offset = Int.random(in: file.directory.dropLast(7), using: &generator)
      let values: [UInt64] = [
        0, 1, 2, 64, 1 << 20, 1 << 31, 1 << 40, .max, .max - 1, .max >> 1, 0x7fc0_0000_7fc0_0000, 0xff80_0000_ff80_0000,
        generator.next(), file.word(offset) &+ 1, file.word(offset) &- 1, file.word(offset) << 1,
      ]
      file.setWord(offset & ~7, generator.pick(values))
      file.seal()
      try folder.overwrite(Array(file.bytes[..<64]), at: 0)
      try folder.overwrite(Array(file.bytes[file.directory]), at: file.directory.lowerBound)
      if let refusal = folder.refusal() {
        #expect(refusal == .torn)
        refused += 1
      } else {
        _ = try opened(kind).answers()
      }
    }
    #expect(refused > 50, "of 500, seed 44")
  }

  /// Whatever is read before maintenance has come to a damaged part, the process goes on, and knows in the end.
  @Test(arguments: IndexKind.all)
  func `a damaged bit in any part is survived by searches and changes, and found by maintenance`(_ kind: IndexKind)
    throws
  {
    let world = IndexFileWorld.of(kind)
    try folder.write(world.index)
    let parts = IndexFileBytes(bytes: try folder.bytes).parts
    var generator = SplitMix64(seed: 45)
    for (number, part) in parts.enumerated() where !part.isEmpty {
      let (offset, bit) = (Int.random(in: part, using: &generator), Int.random(in: 0..<8, using: &generator))
      try folder.flipping(bit, at: offset) {
        var damaged = try opened(kind)
        if number % 8 == 0 { _ = damaged.answers() }
        damaged.change(40, seed: UInt64(number), maintaining: false)
        #expect(!maintained(damaged).index.isSound, "seed 45, part \(number), byte \(offset), bit \(bit)")
      }
    }
  }

  /// As after a crash of the machine that lost what was to be written.
  @Test(arguments: IndexKind.all)
  func `parts of noise or of zeros are survived by searches and changes`(_ kind: IndexKind) throws {
    let world = IndexFileWorld.of(kind)
    try folder.write(world.index)
    let sound = IndexFileBytes(bytes: try folder.bytes)
    var generator = SplitMix64(seed: 46)
    for round in UInt64(0)..<12 {
      var file = sound
      for part in file.parts {
        for place in part where round % 3 > 0 {
          file.bytes[place] = round % 3 == 1 ? .max : UInt8(truncatingIfNeeded: generator.next())
        }
        for place in part where round % 3 == 0 { file.bytes[place] = 0 }
      }
      try folder.put(file.bytes)
      var damaged = try opened(kind)
      if round > 5 { damaged.change(100, seed: round, maintaining: false) }
      _ = damaged.answers()
      damaged.change(100, seed: round, maintaining: false)
      #expect(!maintained(damaged).index.isSound, "seed 46, round \(round)")
    }
  }

  @Test(arguments: IndexKind.all)
  func `a damaged index is not saved again, for its copy would pass for sound`(_ kind: IndexKind) throws {
    try folder.write(IndexFileWorld.of(kind).index)
    let part = try #require(IndexFileBytes(bytes: try folder.bytes).parts.first { $0.count > 4_096 })
    let byte = try folder.byte(at: part.lowerBound + 99)
    try folder.overwrite([byte ^ 4], at: part.lowerBound + 99)
    let before = try folder.bytes
    var damaged = try opened(kind)
    #expect(throws: IndexFileError.torn) { try folder.write(damaged.index) }
    // A copy of the page that was made before anybody looked.
    damaged = try opened(kind)
    damaged.change(50, seed: 3, maintaining: false)
    #expect(throws: IndexFileError.torn) { try folder.write(damaged.index) }
    #expect(try folder.bytes == before && folder.names == ["index"])
  }
}
