internal import FreshetCorpus
internal import Foundation
internal import FreshetTestSupport
internal import Glibc
internal import FreshetSeededNumbers
@testable internal import FreshetIndexing

/// A folder of one test's own with an index file in it, whose bytes can be tampered with.
final class IndexFileFolder: Sendable {
  private let place: TemporaryFolder
  var folder: String { place.path }
  var path: String { folder + "/index" }

  init() throws {
    place = try TemporaryFolder()
  }

  func write(_ index: any SimilarityIndex, stamp: String = "stamp", roster: String = "roster") throws {
    try IndexFile.write(index, stamp: Array(stamp.utf8), roster: Array(roster.utf8), to: path)
  }

  var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } }

  var bytes: [UInt8] { get throws { Array(try Data(contentsOf: URL(fileURLWithPath: path))) } }

  func put(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(fileURLWithPath: path)) }

  /// Writes where the file lies, as a failing disk would.
  func overwrite(_ bytes: [UInt8], at offset: Int) throws {
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    try file.seek(toOffset: UInt64(offset))
    try file.write(contentsOf: Data(bytes))
    try file.close()
  }

  func byte(at offset: Int) throws -> UInt8 {
    let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    try file.seek(toOffset: UInt64(offset))
    defer { try? file.close() }  // it was only read
    return try file.read(upToCount: 1)?.first ?? 0
  }

  /// What `body` sees with one bit turned over.
  func flipping<Result>(_ bit: Int, at offset: Int, _ body: () throws -> Result) throws -> Result {
    let byte = try byte(at: offset)
    try overwrite([byte ^ 1 << UInt8(bit)], at: offset)
    let result = try body()
    try overwrite([byte], at: offset)
    return result
  }

  /// What opening gives: the error, or nil.
  func refusal() -> IndexFileError? {
    do throws(IndexFileError) {
      _ = try IndexFile(path: path)
      return nil
    } catch {
      return error
    }
  }
}

/// A file's bytes by the offsets of docs/FORMAT.md.
struct IndexFileBytes {
  var bytes: [UInt8]

  func word(_ offset: Int) -> UInt64 {
    bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
  }

  mutating func setWord(_ offset: Int, _ value: UInt64) {
    bytes.withUnsafeMutableBytes { $0.storeBytes(of: value, toByteOffset: offset, as: UInt64.self) }
  }

  var directory: Range<Int> { Int(word(24))..<Int(word(24) + word(32)) }

  var parts: [Range<Int>] {
    (0..<Int(word(directory.lowerBound))).map { part in
      let entry = directory.lowerBound + 8 + 24 * part
      return Int(word(entry))..<Int(word(entry) + word(entry + 8))
    }
  }

  /// Makes both checksums right again, as somebody who means harm would.
  mutating func seal() {
    setWord(40, Self.sum(bytes[directory]))
    setWord(48, Self.sum(bytes[..<48]))
  }

  private static func sum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    Array(bytes).withUnsafeBytes { IndexImage.sum($0[...]) }
  }
}

/// An index as maintenance leaves it, and questions that it is asked.
struct IndexFileWorld: Sendable {
  var index: any SimilarityIndex
  private(set) var generator: SplitMix64
  private let clusters: GaussianClusters
  private let count: Int
  let questions: [UnitVector]

  /// Built once: each test has a copy.
  static let flat = IndexFileWorld(FlatIndex(dimension: 64), count: 3_000, seed: 41)
  static let cells = IndexFileWorld(LSHIndex(dimension: 64), count: 17_000, seed: 42)

  static func of(_ kind: IndexKind) -> IndexFileWorld { kind.description == "flat" ? flat : cells }

  private init(_ empty: any SimilarityIndex, count: Int, seed: UInt64) {
    self.count = count
    generator = SplitMix64(seed: seed)
    clusters = GaussianClusters(60, 64, spread: 0.6, &generator)
    questions = clusters.vectors(5, &generator)
    index = empty
    for number in 0..<count { index.insert(clusters.vector(&generator), at: address(number)) }
    for number in stride(from: 0, to: count, by: 37) { index.remove(address(number)) }
    while index.maintain() {}
  }

  /// One by one and together, exact and not, among all and some; addresses and scores by themselves.
  func answers() -> IndexFileAnswers {
    let admitted = index.admitting((0..<count / 2).map { address($0) })
    let found = [nil, admitted].flatMap { admitted in
      [RecallTarget.exact, .atLeast(0.9), .onAverage(0.9)].flatMap { target in
        [index.search(10, for: questions, recall: target, among: admitted)]
          + questions.prefix(2).map { index.search(10, for: [$0], recall: target, among: admitted) }
      }
    }
    let scores = (0..<100).map { index.score(of: address($0), to: questions[0]) }
    return IndexFileAnswers(count: index.count, found: found, scores: scores)
  }

  /// The same changes for the same seed.
  mutating func change(_ changes: Int, seed: UInt64, maintaining: Bool = true) {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<changes {
      let known = address(Int.random(in: 0..<count + 300, using: &generator))
      if generator.chance(40) { index.remove(known) } else { index.insert(clusters.vector(&generator), at: known) }
      if maintaining, generator.chance(20) { _ = index.maintain() }
    }
  }
}

struct IndexFileAnswers: Equatable {
  let count: Int
  let found: [[Neighbours]]
  let scores: [Float?]
}
