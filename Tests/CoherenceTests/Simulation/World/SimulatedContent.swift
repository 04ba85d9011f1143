internal import FreshetCorpus

/// What a file may hold, as a small number: everything that is made of it is made once.
///
/// Ten texts of one to three passages, which share some; one that is binary; and every mixture that half a rewrite
/// leaves. All are of the same size, so that a stamp tells as little as it can.
enum SimulatedContent {
  static let texts = 10
  static let binary = 10
  static let passageCount = 8
  static let spaces = [SpaceID(Fingerprint(hashing: "a space")), SpaceID(Fingerprint(hashing: "another space"))]

  private static let passagesOfTexts = [
    [0, 1], [0, 2], [1, 2, 3], [3, 4], [4], [0, 5, 6], [6, 7], [2, 7], [5, 1], [3, 0, 6],
  ]
  private static let mixtures = 16

  /// What is on disk when a rewrite of `old` by `new` is half done.
  static func torn(_ old: Int, _ new: Int) -> Int {
    old >= mixtures || new >= mixtures ? new : mixtures + old * mixtures + new
  }

  static let passages: [[Int]] = (0..<(mixtures + mixtures * mixtures)).map { content in
    if content < texts { return passagesOfTexts[content] }
    if content < mixtures { return [] }
    let (old, new) = ((content - mixtures) / mixtures, (content - mixtures) % mixtures)
    guard old < texts, new < texts else { return [] }
    return [passagesOfTexts[old][0]] + passagesOfTexts[new].suffix(1)
  }

  static func isBinary(_ content: Int) -> Bool { passages[content].isEmpty }

  static let revisions = passages.indices.map { Revision(hashing: [UInt8($0 >> 8), UInt8($0 & 255)]) }
  static let contents = Dictionary(uniqueKeysWithValues: revisions.enumerated().map { ($1, $0) })

  static let addresses = (0..<passageCount).map {
    ContentAddress(hashing: NormalizedText(stored: "passage \($0)"))
  }
  static let passageAt = Dictionary(uniqueKeysWithValues: addresses.enumerated().map { ($1, $0) })

  static func addresses(of content: Int) -> [ContentAddress] { passages[content].map { addresses[$0] } }

  /// A vector's key: the passage and the space.
  static func key(_ passage: Int, _ space: Int) -> Int { passage * spaces.count + space }
  static let keyCount = passageCount * spaces.count
}

/// The documents of the simulation: two in the root, two in each of two folders, and one that programs push.
enum SimulatedDocument {
  static let fileCount = 6
  static let pushed = 6
  static let count = 7
  static let ids =
    ["a0", "a1", "f/2", "f/3", "g/4", "g/5"].map { DocumentID(path: $0) }
    + [DocumentID(source: DocumentID.pushed, path: "p6")]
  static let folders = ["", "f", "g"]

  static func folder(of document: Int) -> Int { document / 2 }

  static func number(of id: DocumentID) -> Int {
    Int(id.path.utf8.last.map { $0 - UInt8(ascii: "0") } ?? 0)
  }
}
