import FreshetCorpus
import Foundation
import FreshetStorage
import FreshetTestSupport

/// A store of one-passage documents that is searched by words.
struct LexicalWorld {
  private let folder: TemporaryFolder
  let store: Store
  private let texts: [ContentAddress: String]

  init(_ passages: [String]) throws {
    folder = try TemporaryFolder()
    store = try Store(at: folder.path + "/.freshet", for: .writing)
    texts = Dictionary(passages.map { (StoredDocuments.address($0), $0) }) { one, _ in one }
    try store.write { writer in
      for (number, passage) in passages.enumerated() {
        try StoredDocuments.install("\(number).md", [passage], writer)
      }
    }
  }

  func found(_ question: String, limit: Int = 10) throws -> [String] {
    try store.read { try $0.lexicalMatches(question, limit: limit) }.map { texts[$0.0] ?? "unknown" }
  }

  func relevances(_ question: String, limit: Int = 10) throws -> [String: Double] {
    let matches = try store.read { try $0.lexicalMatches(question, limit: limit) }
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

/// BM25 as Robertson and Zaragoza write it ("The Probabilistic Relevance Framework", 2009, section 3.4), k₁ = 1.2, b
/// = 0.75, over texts of plain words; as a share of the most that any text could have.
struct PlainBM25 {
  private let texts: [[String]]
  private let meanLength: Double

  init(_ texts: [String]) {
    self.texts = texts.map { $0.split(separator: " ").map(String.init) }
    meanLength = Double(self.texts.reduce(0) { $0 + $1.count }) / Double(texts.count)
  }

  func relevance(of text: String, to words: [String]) -> Double {
    let own = text.split(separator: " ").map(String.init)
    let scores = words.map { word in
      let count = Double(own.count { $0 == word })
      return weight(of: word) * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * Double(own.count) / meanLength))
    }
    return scores.reduce(0, +) / (2.2 * words.map(weight).reduce(0, +))
  }

  private func weight(of word: String) -> Double {
    let holding = Double(texts.count { $0.contains(word) })
    return max(1e-6, log((Double(texts.count) - holding + 0.5) / (holding + 0.5)))
  }
}
