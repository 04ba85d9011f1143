import FreshetCorpus
import Foundation
import FreshetStorage
import FreshetTestSupport

/// A store of documents that is searched by words.
struct LexicalWorld {
  private let folder: TemporaryFolder
  let store: Store
  private let texts: [ContentAddress: String]

  /// Documents of one passage each.
  init(_ passages: [String]) throws {
    try self.init(documents: passages.map { [$0] })
  }

  /// - Parameter documents: the passages of each document, which are named by their numbers: `0.md`, …
  init(documents: [[String]]) throws {
    folder = try TemporaryFolder()
    store = try Store(at: folder.path + "/.freshet", for: .writing)
    texts = Dictionary(documents.joined().map { (StoredDocuments.address($0), $0) }) { one, _ in one }
    try store.write { writer in
      for (number, passages) in documents.enumerated() {
        try StoredDocuments.install("\(number).md", passages, writer)
      }
    }
  }

  func found(_ question: String, limit: Int = 10) throws -> [String] {
    try store.read { try $0.lexicalMatches(question, limit: limit) }.map { texts[$0.0] ?? "unknown" }
  }

  /// - Parameter numbers: of the documents to search; nil for all.
  func relevances(
    _ question: String, limit: Int = 10, among numbers: [Int]? = nil
  ) throws -> [String: Double] {
    let documents = numbers.map { Set($0.map { DocumentID(path: "\($0).md") }) }
    let matches = try store.read { reader in
      try reader.lexicalMatches(question, limit: limit, among: documents.map(reader.numbers))
    }
    return Dictionary(matches.map { (texts[$0.0] ?? "unknown", $0.1) }) { one, _ in one }
  }

  func retire(_ numbers: Range<Int>) throws {
    try store.write { writer in
      for number in numbers {
        _ = try writer.retire(
          DocumentID(path: "\(number).md"), over: try writer.reader.moment(), at: Timestamp(nanoseconds: 2))
      }
    }
  }
}

/// The relevance of passages by the formulas of `LexicalQuery` and of BM25 (Robertson and Zaragoza, "The Probabilistic
/// Relevance Framework", 2009, section 3.4), k₁ = 1.2, b = 0.75, over documents of plain words.
struct PlainRelevance {
  private let documents: [[String]]
  private let passages: PlainBM25
  private let texts: PlainBM25

  /// - Parameter documents: the passages of each document.
  init(_ documents: [[String]]) {
    self.documents = documents
    passages = PlainBM25(Array(Set(documents.joined())), leastWeight: 1e-6)
    texts = PlainBM25(documents.map { $0.joined(separator: " ") }, leastWeight: 1 / Double(documents.count))
  }

  /// - Parameter words: of the question, each as often as it is in it.
  func relevance(of passage: String, to words: [String]) -> Double {
    let best = documents.filter { $0.contains(passage) }
      .map { texts.share(of: $0.joined(separator: " "), for: words) }.max()
    let weights = words.map(passages.weight)
    let sum = weights.reduce(0, +)
    let count = sum * sum / weights.map { $0 * $0 }.reduce(0, +)
    let share = (passages.share(of: passage, for: words) * (best ?? 0)).squareRoot()
    return 1 - pow(1 - share, max(1, (count / 4).squareRoot()))
  }
}

/// BM25 over texts of plain words, as a share of the most that any text could have.
struct PlainBM25 {
  private let texts: [[String]]
  private let meanLength: Double
  private let leastWeight: Double

  init(_ texts: [String], leastWeight: Double) {
    self.texts = texts.map { $0.split(separator: " ").map(String.init) }
    meanLength = Double(self.texts.reduce(0) { $0 + $1.count }) / Double(texts.count)
    self.leastWeight = leastWeight
  }

  func share(of text: String, for words: [String]) -> Double {
    let own = text.split(separator: " ").map(String.init)
    let scores = words.map { word in
      let count = Double(own.count { $0 == word })
      return weight(of: word) * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * Double(own.count) / meanLength))
    }
    return scores.reduce(0, +) / (2.2 * words.map(weight).reduce(0, +))
  }

  func weight(of word: String) -> Double {
    let holding = Double(texts.count { $0.contains(word) })
    return max(leastWeight, log((Double(texts.count) - holding + 0.5) / (holding + 0.5)))
  }
}
