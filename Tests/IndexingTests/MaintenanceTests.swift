internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing
@testable internal import FreshetIndexing

/// The work that keeps an index quick: in bounded steps, to an end, and without a vector being lost on the way.
@Suite struct MaintenanceTests {
  @Test(arguments: UInt64(1)...3)
  func `whatever happens, every vector stands in its cells and nothing else does`(_ seed: UInt64) {
    var history = MaintenanceHistory(seed: seed, count: 17_000)
    #expect(history.index.violations(sumsAreExact: true) == [], "seed \(seed), before any maintenance")
    for step in 1...12 {
      for _ in 0..<40 { _ = history.index.maintain() }
      #expect(history.index.violations(sumsAreExact: true) == [], "seed \(seed), step \(step), maintained")
      history.change(400)
      #expect(history.index.violations(sumsAreExact: true) == [], "seed \(seed), step \(step), changed")
    }
    history.index.maintainToTheEnd()
    #expect(history.index.violations(sumsAreExact: true) == [], "seed \(seed), at the end")
    #expect(!history.index.cells.states.contains(.draining) && history.index.cells.count > 100, "seed \(seed)")
    #expect(history.isComplete, "seed \(seed)")
  }

  @Test func `a small index has one cell, and nothing to be done`() {
    var history = MaintenanceHistory(seed: 9, count: 500)
    for step in 1...20 {
      history.change(200)
      let isMoreToDo = history.index.maintain()
      #expect(!isMoreToDo, "step \(step)")
      #expect(history.index.violations(sumsAreExact: true) == [], "step \(step)")
    }
    #expect(history.index.cells.count == 1)
  }

  @Test func `a step places some hundred vectors anew, or those of one cell, and there are few steps`() {
    var history = MaintenanceHistory(seed: 4, count: 20_000)
    var (steps, isDone) = (0, false)
    while !isDone, steps < 20_000 {
      let homes = history.homes
      let largest = history.index.cells.cells.map(\.count).max() ?? 0
      isDone = !history.index.maintain()
      let moved = zip(homes, history.homes).count { $0 != $1 }
      #expect(moved <= max(256, largest), "seed 4, step \(steps)")
      steps += 1
    }
    // Each of some 500 cells is parted, emptied, moved and merged a few times over; 20,000 vectors are 160 steps' entries.
    #expect(steps < 20 * history.index.cells.count, "seed 4")
  }

  @Test func `thousands of one vector can't be parted, and maintenance ends all the same`() {
    var generator = SplitMix64(seed: 2)
    let clusters = ExactClusters(40, &generator)
    let one = clusters.vector(&generator)
    for others in [0, 1, 9_000] {
      var index = LSHIndex(dimension: 64)
      index.insert((0..<9_000 + others).map { _ in clusters.vector(&generator) }.suffix(others))
      for number in 0..<18_000 - others { index.insert(one, at: address(100_000 + number)) }
      index.maintainToTheEnd()
      #expect(index.violations(sumsAreExact: true) == [], "\(others) others")
      let found = index.search(10, for: one, recall: .atLeast(0.9)).found
      #expect(found.map(\.score) == Array(repeating: 1, count: 10), "\(others) others")
    }
  }

  @Test func `an index from which nearly all is removed is sound, and fills the same slots again`() {
    var history = MaintenanceHistory(seed: 5, count: 18_000)
    history.index.maintainToTheEnd()
    history.removeAll(but: 40)
    #expect(history.index.violations(sumsAreExact: true) == [], "seed 5, few left")
    history.index.maintainToTheEnd()
    #expect(history.index.violations(sumsAreExact: true) == [], "seed 5, few left, maintained")
    #expect(history.isComplete, "seed 5, few left")
    history.insert(17_960)
    #expect(history.index.vectors.slotCount == 18_000, "seed 5")
    history.index.maintainToTheEnd()
    #expect(history.index.violations(sumsAreExact: true) == [], "seed 5, filled again")
    #expect(history.isComplete, "seed 5, filled again")
  }
}

/// Random changes, and what should have come of them.
private struct MaintenanceHistory {
  var index = LSHIndex(dimension: 64)
  private var vectors: [ContentAddress: UnitVector] = [:]
  private var numbers: [Int] = []
  private var next = 0
  private var generator: SplitMix64
  private let clusters: ExactClusters

  init(seed: UInt64, count: Int) {
    generator = SplitMix64(seed: seed)
    clusters = ExactClusters(60, &generator)
    insert(count)
  }

  mutating func insert(_ count: Int) {
    for _ in 0..<count {
      numbers.append(next)
      put(next)
      next += 1
    }
  }

  private mutating func put(_ number: Int) {
    let vector = clusters.vector(&generator)
    vectors[address(number)] = vector
    index.insert(vector, at: address(number))
  }

  private mutating func removeOne() {
    numbers.swapAt(Int.random(in: 0..<numbers.count, using: &generator), numbers.count - 1)
    let gone = address(numbers.removeLast())
    vectors[gone] = nil
    index.remove(gone)
  }

  mutating func removeAll(but rest: Int) {
    while numbers.count > rest { removeOne() }
  }

  mutating func change(_ count: Int) {
    for _ in 0..<count {
      switch Int.random(in: 0..<10, using: &generator) {
      case 0...2: insert(1)
      case 3...5: put(generator.pick(numbers))
      case 6...8: removeOne()
      default: _ = index.maintain()
      }
    }
  }

  /// The cells of every slot.
  var homes: [UInt64] {
    (0..<index.cells.homes.count).map { index.cells.homes[$0].load(as: UInt64.self) }
  }

  /// Whether exactly the vectors that should be there are found, by their scores.
  var isComplete: Bool {
    let query = vectors.values.first ?? direction(Array(repeating: 1, count: 64))
    return index.count == vectors.count
      && vectors.allSatisfy { index.score(of: $0.key, to: query) == Float(NaiveScan.score($0.value, query)) }
  }
}
