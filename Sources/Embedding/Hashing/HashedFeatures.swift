internal import FreshetCorpus

/// Collects the hashed features of one text (words, pairs of words, and n-grams of words), once per occurrence.
struct HashedFeatures {
  /// The kinds of features, and their weights. A long word has more pieces (n-grams) than a short one and so a greater
  /// total weight, which is desirable because long words are rarer. Pairs, which represent word order, have a low
  /// weight. On SciFact, pieces with the same weight as words give much better results than lighter ones.
  private enum Kind: UInt8, CaseIterable {
    case word, pair, piece

    var weight: Float {
      self == .pair ? 0.25 : 1
    }
  }

  private static let pieceLengths = 3...5
  private static let wordStart: Unicode.Scalar = "\u{2}"
  private static let wordEnd: Unicode.Scalar = "\u{3}"

  private let seed: UInt64
  private var hashes: [[UInt64]] = Kind.allCases.map { _ in [] }

  init(seed: UInt64) {
    self.seed = seed
  }

  mutating func addWord(_ word: [Unicode.Scalar]) {
    add(.word, word)
    let bounded = [Self.wordStart] + word + [Self.wordEnd]
    for length in Self.pieceLengths where length < bounded.count {
      for start in 0...(bounded.count - length) {
        add(.piece, bounded[start..<start + length])
      }
    }
  }

  mutating func addPair(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) {
    add(.pair, first + [Self.wordEnd] + second)
  }

  private mutating func add(_ kind: Kind, _ scalars: some Sequence<Unicode.Scalar>) {
    var hash = StableHash(seed: seed)
    hash.combine(kind.rawValue)
    for scalar in scalars { hash.combine(scalar) }
    hashes[Int(kind.rawValue)].append(hash.finish())
  }

  /// Returns the vector of the text before normalization. A feature with hash h that occurs `count` times adds ± weight
  /// · √count to component ⌊h · d / 2⁶⁴⌋, where d is the dimension. The lowest bit of h decides the sign.
  func sum(dimension: Int) -> [Float] {
    var components = [Float](repeating: 0, count: dimension)
    for kind in Kind.allCases {
      for (hash, count) in Self.counted(hashes[Int(kind.rawValue)]) {
        let component = Int(hash.multipliedFullWidth(by: UInt64(dimension)).high)
        let value = kind.weight * Float(count).squareRoot()
        components[component] += hash & 1 == 0 ? value : -value
      }
    }
    return components
  }

  private static func counted(_ hashes: [UInt64]) -> [(hash: UInt64, count: Int)] {
    var counts: [(hash: UInt64, count: Int)] = []
    for hash in hashes.sorted() {
      if counts.last?.hash == hash {
        counts[counts.count - 1].count += 1
      } else {
        counts.append((hash, 1))
      }
    }
    return counts
  }
}
