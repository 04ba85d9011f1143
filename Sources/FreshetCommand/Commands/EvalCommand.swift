internal import ArgumentParser
internal import Foundation
internal import Freshet
internal import FreshetWire

struct EvalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Measure how well questions find the documents that answer them.",
    discussion: """
      Reads questions as JSON Lines, and judgements as a table in BEIR's layout: query, document, grade, separated by tabs. \
      A document's score is that of its best passage.
      """)

  @OptionGroup var options: StoreOptions

  @Option(help: "File of questions, JSON Lines.", completion: .file())
  var queries: String

  @Option(help: "File of judgements, tab-separated.", completion: .file())
  var qrels: String

  @Option(help: ArgumentHelp("Write a TREC run file.", valueName: "file"), completion: .file())
  var run: String?

  @OptionGroup var searching: SearchOptions

  @OptionGroup var within: ScopeOptions

  @Flag(help: "Judgements name a document by its file's name without folder and extension, not by its path.")
  var byStem = false

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    let judgements = try Judgements.read(qrels)
    let queries = try QueryFile.read(queries).filter { judgements.grades[$0.id] != nil }
    let rankings = try await options.openForReading()
      .rankDocuments(
        for: queries.map(\.text), limit: 100, mode: searching.mode, recall: searching.recall, where: within.filter)
    var measures = RankingMeasures()
    var trec: [PrintedText] = []
    for (query, ranking) in zip(queries, rankings) {
      let names = ranking.map { byStem ? Self.stem($0.document) : $0.document.description }
      measures.add(names, grades: judgements.grades[query.id] ?? [:])
      for (rank, hit) in ranking.enumerated() {
        trec.append("\(query.id) Q0 \(names[rank]) \(rank + 1) \(hit.score) freshet")
      }
    }
    if let run { try ReplacedFile.write(trec.asLines, to: run) }
    try show(measures)
  }

  private func show(_ measures: RankingMeasures) throws {
    if json { return try JSONOutput.print(measures.means) }
    print("queries     \(measures.means.queries)")
    print("nDCG@10     \(String(format: "%.4f", measures.means.ndcgAt10))")
    print("recall@10   \(String(format: "%.4f", measures.means.recallAt10))")
    print("recall@100  \(String(format: "%.4f", measures.means.recallAt100))")
    print("MRR@10      \(String(format: "%.4f", measures.means.mrrAt10))")
  }

  private static func stem(_ document: DocumentID) -> String {
    let name = document.path.pathNames.last ?? document.path
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }
}
