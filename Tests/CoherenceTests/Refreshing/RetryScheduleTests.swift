internal import FreshetCoherence
internal import FreshetCorpus
import Testing

@Suite struct RetryScheduleTests {
  static let schedule = RetrySchedule(base: .seconds(1), cap: .seconds(300), maxAttempts: 8)

  @Test func `the ceiling doubles with each failure, up to the cap`() {
    let ceilings = (1...12).map { Self.schedule.ceiling(after: $0) }
    let expected = [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300].map { Duration.seconds($0) }
    #expect(ceilings == expected)
  }

  @Test func `the ceiling stays at the cap after any number of failures`() {
    #expect(Self.schedule.ceiling(after: .max) == .seconds(300))
  }

  @Test func `the delay is the chance's part of the ceiling`() {
    let delays = [0, 0.25, 0.5].map { Self.schedule.delay(after: 4, chance: $0) }
    #expect(delays == [.zero, .seconds(2), .seconds(4)])
  }

  @Test func `the standard is a second, five minutes and eight attempts`() {
    #expect(RetrySchedule.standard == Self.schedule)
  }

  /// Drawn once and written down: stores remember when the next attempt is, and runs must repeat.
  @Test func `draws are the same in every run`() {
    let chance = SeededChance(seed: 7)
    let draws = [
      chance.draw(DocumentID(path: "a"), 1), chance.draw(DocumentID(path: "a"), 2),
      chance.draw(DocumentID(path: "b"), 1), chance.draw(DocumentID(source: "b", path: ""), 1), chance.draw(1),
    ]
    let expected = [
      0.8467341377802253, 0.33017733107002223, 0.5276558898171718, 0.7370735301832652, 0.8832524879287993,
    ]
    #expect(draws == expected)
  }

  @Test func `draws differ by document, number and seed`() {
    var draws: Set<Double> = []
    for seed in UInt64(0)..<20 {
      for number in UInt64(0)..<20 {
        for name in ["", "a", "b", "ab", "a/b"] {
          draws.insert(SeededChance(seed: seed).draw(DocumentID(path: name), number))
          draws.insert(SeededChance(seed: seed).draw(DocumentID(source: name, path: "files"), number))
        }
      }
    }
    #expect(draws.count == 20 * 20 * 10)
  }

  /// Kolmogorov and Smirnov: sup |F̂ − F| of n draws exceeds 1.95 / √n once in a thousand.
  @Test func `draws are uniform over documents, over numbers and over seeds`() {
    let count = 4000
    let samples = [
      "documents": (0..<count).map { SeededChance(seed: 1).draw(DocumentID(path: "notes/\($0).md"), 1) },
      "numbers": (0..<count).map { SeededChance(seed: 1).draw(DocumentID(path: "a"), UInt64($0)) },
      "seeds": (0..<count).map { SeededChance(seed: UInt64($0)).draw(DocumentID(path: "a"), 1) },
    ]
    for (name, sample) in samples {
      let distance = kolmogorovSmirnovDistance(sample) { $0 }
      #expect(distance < 1.95 / Double(count).squareRoot(), "\(name)")
    }
  }
}

/// The largest difference between the share of draws up to x and the `distribution` at x.
func kolmogorovSmirnovDistance(_ draws: [Double], _ distribution: (Double) -> Double) -> Double {
  let count = Double(draws.count)
  return draws.sorted().enumerated().map { index, draw in
    let expected = distribution(draw)
    return max(expected - Double(index) / count, Double(index + 1) / count - expected)
  }.max() ?? 0
}
