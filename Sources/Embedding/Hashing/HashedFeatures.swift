internal import FreshetCorpus

/// The features of one text as hashes, one entry for each occurrence.
struct HashedFeatures {
  /// A long word has many pieces and so weighs more than a short one, as rarer words should. Word order is only a hint.
  /// On SciFact, where shared word forms decide, pieces with the word's own weight are far better than lighter ones.
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

  /// Sums the features: component ⌊h · d / 2⁶⁴⌋ gets ± weight · √count. The hash's lowest bit decides the sign.
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
