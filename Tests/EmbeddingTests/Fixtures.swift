import FreshetEmbedding
import Foundation

/// The package's root, for files that tests read beside it.
let packageRoot = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL

func greatestDifference(_ one: [Float], _ other: [Float]) -> Float {
  zip(one, other).map { abs($0 - $1) }.max() ?? 0
}

func cosine(_ one: [Float], _ other: [Float]) -> Double {
  func dot(_ a: [Float], _ b: [Float]) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
  return dot(one, other) / (dot(one, one) * dot(other, other)).squareRoot()
}
