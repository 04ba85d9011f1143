import FreshetCorpus
import Foundation
import FreshetIndexing

/// An index, filled and kept, and the truth about the questions.
///
/// A fifth of the questions are shown to the index, which learns from such how complete its answers are; they are not
/// measured.
struct Measurement {
  let questions: [UnitVector]
  let k: Int
  var index: any SimilarityIndex
  let truth: [Set<ContentAddress>]
  private(set) var buildSeconds = 0.0
  private let vectors: [UnitVector]
  /// How many of `vectors` the index holds at first; the others replace them.
  private let held: Int
  private let churn: Double?
  private let shown: [UnitVector]

  init(base: NumPyFile, queries: NumPyFile, k: Int, index kind: IndexName, churn: Double?, drifts: Bool) throws {
    let inOrder = try (0..<base.rows).map { try Self.unit(base, $0) }
    vectors = drifts ? Self.drifting(inOrder) : inOrder
    let all = try (0..<queries.rows).map { try Self.unit(queries, $0) }
    shown = Array(all.prefix(all.count / 5))
    questions = Array(all[shown.count...])
    held = churn.map { Int(Double(base.rows) / (1 + $0)) } ?? base.rows
    self.k = k
    self.churn = churn
    let flat = Self.filled(FlatIndex(dimension: base.columns), vectors[..<held])
    truth = Self.truth(flat, questions, k)
    let begun = Self.now()
    index = flat
    if kind == .lsh {
      index = Self.filled(Self.empty(base.columns, shown), vectors[..<held])
      buildSeconds = Self.seconds(since: begun)
    }
  }

  private static func unit(_ file: NumPyFile, _ row: Int) throws -> UnitVector {
    guard let vector = UnitVector(normalizing: file.row(row)) else { throw BenchError.noDirection(row) }
    return vector
  }

  private static func empty(_ dimension: Int, _ shown: [UnitVector]) -> LSHIndex {
    var index = LSHIndex(dimension: dimension)
    for question in shown { index.observe(question) }
    return index
  }

  private static func drifting(_ vectors: [UnitVector]) -> [UnitVector] {
    let likeness = vectors.map { zip($0.components, vectors[0].components).reduce(0) { $0 + $1.0 * $1.1 } }
    return vectors.indices.sorted { likeness[$0] > likeness[$1] }.map { vectors[$0] }
  }

  static func address(_ number: Int) -> ContentAddress {
    let low = UInt64(number) &* 0x9e37_79b9_7f4a_7c15
    let bytes = (0..<32).map { UInt8(truncatingIfNeeded: low >> UInt64($0 % 8 * 8) &+ UInt64($0 / 8)) }
    return ContentAddress(Fingerprint(bytes: bytes)!)  // 32 bytes
  }

  private static func filled(
    _ empty: some SimilarityIndex, _ vectors: ArraySlice<UnitVector>, from first: Int = 0
  ) -> any SimilarityIndex {
    var index = empty
    index.reserve(vectors.count)
    for (number, vector) in vectors.enumerated() {
      index.insert(vector, at: address(first + number))
      if number % 4096 == 4095 { while index.maintain() {} }
    }
    while index.maintain() {}
    return index
  }

  static func truth(_ index: any SimilarityIndex, _ questions: [UnitVector], _ k: Int) -> [Set<ContentAddress>] {
    index.search(k, for: questions, recall: .exact, among: nil).map { Set($0.found.map(\.address)) }
  }

  /// CPU time of this thread, which does all the work: what others do on the same cores disturbs it less than wall time.
  static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }

  static func seconds(since begun: Double) -> Double { now() - begun }

  mutating func report(target: RecallTarget) throws -> Report {
    var report = Report()
    report["buildSeconds"] = buildSeconds
    let answers = index.search(k, for: questions, recall: target, among: nil)
    let shares = zip(answers, truth).map { Double($1.intersection($0.found.map(\.address)).count) / Double($1.count) }
    report["recall"] = mean(shares)
    report["stated"] = mean(answers.map(\.recall))
    report["exactShare"] = mean(answers.map { $0.isExact ? 1 : 0 })
    if case .atLeast(let least) = target {
      report["belowTarget"] = mean(shares.map { $0 < least - 1e-9 ? 1 : 0 })
      report["statedError"] = mean(zip(answers, shares).map { abs($0.recall - $1) })
    }
    let times = singles(target)
    report["qpsSingle"] = 1 / mean(times)
    report["p50Micros"] = times.sorted()[times.count / 2] * 1e6
    report["p99Micros"] = times.sorted()[times.count * 99 / 100] * 1e6
    report["qpsBatch256"] = batches(target)
    let memory = index.memory
    report["bytesPerVector"] = Double(memory.codes) / Double(index.count)
    report["keyBytesPerVector"] = Double(memory.keys) / Double(index.count)
    report["openToFirstAnswerMillis"] = try openToFirstAnswer(target)
    changes(&report)
    if churn != nil { churned(&report, target) }
    return report
  }

  /// Wall time from opening the saved index, whose pages the system's cache holds, to its first answer.
  private func openToFirstAnswer(_ target: RecallTarget) throws -> Double {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("index-bench-\(getpid())").path
    defer { unlink(path) }
    try IndexFile.write(index, stamp: [], roster: [], to: path)
    let times = try questions.prefix(5).map { question in
      let begun = ContinuousClock.now
      let opened = try IndexFile(path: path).index
      _ = opened.search(k, for: question, recall: target)
      return (ContinuousClock.now - begun) / .milliseconds(1)
    }
    return times.sorted()[times.count / 2]
  }

  private func singles(_ target: RecallTarget) -> [Double] {
    (0..<3).flatMap { _ in
      questions.map { question in
        let begun = Self.now()
        _ = index.search(k, for: question, recall: target)
        return Self.seconds(since: begun)
      }
    }
  }

  private func batches(_ target: RecallTarget) -> Double {
    let batch = Array(questions.prefix(256))
    let rates = (0..<5).map { _ in
      let begun = Self.now()
      _ = index.search(k, for: batch, recall: target, among: nil)
      return Double(batch.count) / Self.seconds(since: begun)
    }
    return rates.sorted()[2]
  }

  /// Replaces, removes and inserts 2,000 vectors each, without maintenance meanwhile; the index is as before
  /// afterwards.
  private func changes(_ report: inout Report) {
    var copy = index
    let some = (0..<min(2_000, held)).map { ($0, Self.address($0)) }
    copy.insert(vectors[0], at: some[0].1)  // pages that the copy shares are copied now
    func rate(_ body: () -> Void) -> Double {
      let begun = Self.now()
      body()
      return Double(some.count) / Self.seconds(since: begun)
    }
    for (number, address) in some { copy.insert(vectors[number], at: address) }
    report["replacesPerSecond"] = rate {
      for (number, address) in some { copy.insert(vectors[held - 1 - number], at: address) }
    }
    report["deletesPerSecond"] = rate { for (_, address) in some { copy.remove(address) } }
    report["insertsPerSecond"] = rate { for (number, address) in some { copy.insert(vectors[number], at: address) } }
  }

  /// Every round removes some of the oldest and inserts as many new ones, with maintenance.
  private mutating func churned(_ report: inout Report, _ target: RecallTarget) {
    report["recallBefore"] = report["recall"]
    let begun = Self.now()
    for number in held..<vectors.count {
      index.remove(Self.address(number - held))
      index.insert(vectors[number], at: Self.address(number))
      if number % 512 == 0 { while index.maintain() {} }
    }
    while index.maintain() {}
    report["churnSeconds"] = Self.seconds(since: begun)
    let after = Self.truth(index, questions, k)
    let answers = index.search(k, for: questions, recall: target, among: nil)
    report["recallAfter"] = mean(
      zip(answers, after).map { Double($1.intersection($0.found.map(\.address)).count) / Double($1.count) })
    report["qpsAfter"] = 1 / mean(singles(target))
    if let lsh = index as? LSHIndex {
      let fresh = Self.filled(
        Self.empty(lsh.dimension, shown), vectors[(vectors.count - held)...], from: vectors.count - held)
      let answers = fresh.search(k, for: questions, recall: target, among: nil)
      report["recallFresh"] = mean(
        zip(answers, after).map { Double($1.intersection($0.found.map(\.address)).count) / Double($1.count) })
      index = fresh
      report["qpsFresh"] = 1 / mean(singles(target))
    }
  }
}

func mean(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count) }

enum BenchError: Error, CustomStringConvertible {
  case noDirection(Int)

  var description: String {
    switch self {
    case .noDirection(let row): "row \(row) has no direction: zero, infinite or not a number"
    }
  }
}
