import Embedding
import Foundation

/// The package's root, for files that tests read beside it.
let packageRoot = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func floats(_ count: Int, in range: ClosedRange<Float>) -> [Float] {
    (0..<count).map { _ in Float.random(in: range, using: &self) }
  }
}

func greatestDifference(_ one: [Float], _ other: [Float]) -> Float {
  zip(one, other).map { abs($0 - $1) }.max() ?? 0
}

func cosine(_ one: [Float], _ other: [Float]) -> Double {
  func dot(_ a: [Float], _ b: [Float]) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
  return dot(one, other) / (dot(one, one) * dot(other, other)).squareRoot()
}

/// A directory that goes when the test ends.
final class TemporaryDirectory {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "freshet-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)  // a leftover in the temporary directory harms nobody
  }
}
