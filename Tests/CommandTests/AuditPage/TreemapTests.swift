internal import Freshet
internal import FreshetCommand
internal import FreshetSeededNumbers
import Testing

/// The map of folders: its geometry, and what it is of.
@Suite struct TreemapTests {
  @Test func `the example of the paper comes out as it is printed there`() {
    let tiles = Treemap([6, 6, 4, 3, 2, 2, 1], in: Box(x: 0, y: 0, width: 6, height: 4)).tiles
    let expected = [
      Box(x: 0, y: 0, width: 3, height: 2), Box(x: 0, y: 2, width: 3, height: 2),
      Box(x: 3, y: 0, width: 12 / 7, height: 7 / 3), Box(x: 3 + 12 / 7, y: 0, width: 9 / 7, height: 7 / 3),
      Box(x: 3, y: 7 / 3, width: 6 / 5, height: 5 / 3), Box(x: 4.2, y: 7 / 3, width: 6 / 5, height: 5 / 3),
      Box(x: 5.4, y: 7 / 3, width: 3 / 5, height: 5 / 3),
    ]
    #expect(tiles.count == expected.count)
    for (tile, box) in zip(tiles, expected) { #expect(tile.isClose(to: box), "\(tile), not \(box)") }
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `areas are as their weights, tiles lie inside and beside one another`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let weights = (0..<Int.random(in: 0...80, using: &random)).map { _ in
      Double(random.pick([1, 1, 2, 5, 30, 400, 10_000]) * Int.random(in: 1...9, using: &random))
    }
    let box = Box(
      x: 3, y: -7, width: Double.random(in: 10...900, using: &random),
      height: Double.random(in: 10...900, using: &random))
    let ordered = random.chance(50) ? weights.sorted(by: >) : weights
    let tiles = Treemap(ordered, in: box).tiles
    #expect(tiles.count == ordered.count)
    let unit = box.area / ordered.reduce(0, +)
    for (tile, weight) in zip(tiles, ordered) {
      #expect(abs(tile.area - weight * unit) <= 1e-9 * box.area, "seed \(seed)")
      #expect(tile.lies(inside: box), "seed \(seed): \(tile)")
    }
    for (place, tile) in tiles.enumerated() {
      #expect(tiles[(place + 1)...].allSatisfy { tile.overlap($0) < 1e-6 }, "seed \(seed): \(tile)")
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `every document is in one folder, and of folders there are sixty at most`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let breadth = random.pick([1, 3, 9, 100])
    let verdicts = (0..<Int.random(in: 0..<600, using: &random)).map { number in
      let depth = Int.random(in: 0...5, using: &random)
      let parts = (0..<depth).map { _ in "f\(Int.random(in: 0..<breadth, using: &random))/" }
      return SampleReport.verdict(parts.joined() + "\(number).md", random.pick([.fresh, .drifted, .stale, .missing]))
    }
    let census = FolderCensus(verdicts, errors: [])
    #expect(census.folders.count <= 60)
    #expect(census.folders.reduce(0) { $0 + $1.documents } == verdicts.count)
    #expect(census.folders.reduce(0) { $0 + $1.inStep } == verdicts.count { [.fresh, .drifted].contains($0.state) })
  }

  @Test func `a deep tree shows as its upper folders, and errors count where their documents are`() {
    let verdicts = (0..<70).map {
      SampleReport.verdict("guide/part-\($0 % 7)/chapter-\($0)/page.md", $0 == 3 ? .stale : .fresh)
    }
    let census = FolderCensus(verdicts, errors: [SampleReport.finding(.stale, "guide/part-3/chapter-3/page.md")])
    #expect(census.folders.map(\.name) == (0..<7).map { "guide/part-\($0)" })
    #expect(census.folders.map(\.errors) == [0, 0, 0, 1, 0, 0, 0])
    #expect(census.worst(10).map(\.name) == ["guide/part-3"])
  }

  @Test func `where even the uppermost folders are too many, the smallest are counted together`() {
    let verdicts = (1...100).flatMap { folder in
      (0..<folder).map { SampleReport.verdict("folder-\(folder)/\($0).md") }
    }
    let census = FolderCensus(verdicts, errors: [])
    #expect(census.folders.count == 60)
    #expect(census.folders.first?.name == "folder-100")
    #expect(census.folders.last?.name == "41 other folders")
    #expect(census.folders.last?.documents == (1...41).reduce(0, +))
  }
}

extension Box {
  fileprivate func isClose(to other: Box) -> Bool {
    zip([x, y, width, height], [other.x, other.y, other.width, other.height]).allSatisfy { abs($0 - $1) < 1e-9 }
  }

  fileprivate func lies(inside box: Box) -> Bool {
    let slack = 1e-6
    return x >= box.x - slack && y >= box.y - slack && x + width <= box.x + box.width + slack
      && y + height <= box.y + box.height + slack
  }

  /// The area that both cover.
  fileprivate func overlap(_ other: Box) -> Double {
    let width = min(x + width, other.x + other.width) - max(x, other.x)
    let height = min(y + height, other.y + other.height) - max(y, other.y)
    return max(0, width) * max(0, height)
  }
}
