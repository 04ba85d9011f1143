internal import ArgumentParser
internal import Foundation
internal import Freshet

enum ConsistencyName: String, ExpressibleByArgument, CaseIterable {
  case any, strict

  var consistency: Consistency { self == .any ? .any : .strict }
}

struct QueryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Find the passages that answer a question, with their evidence.",
    discussion: """
      With --queries FILE, one JSON object {"id": ..., "text": ...} a line, every question is answered, one JSON line each.
      """)

  @Argument(help: "The question, in any words.")
  var text: String?

  @OptionGroup var options: StoreOptions

  @Option(help: ArgumentHelp("How many passages to show.", valueName: "n"))
  var limit = 10

  @Option(help: "any: what the index holds now. strict: index every change first, compare every hit with its file.")
  var consistency = ConsistencyName.any

  @Option(
    help: ArgumentHelp("A file of questions, JSON Lines; - for standard input.", valueName: "file"), completion: .file()
  )
  var queries: String?

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit takes a number from 1 up, not \(limit)") }
    if (text == nil) == (queries == nil) {
      throw ValidationError("give either a question or --queries FILE")
    }
  }

  func run() async throws {
    let location = try options.location()
    let cache = try RetrievalCache.open(
      at: location, embedder: options.embedder(of: location), readOnly: consistency == .any)
    if let queries { return try await answerFile(queries, with: cache) }
    guard let text else { return }
    let answer = try await cache.retrieve(text, limit: limit, consistency: consistency.consistency)
    if json { return try JSONOutput.print(AnswerObject(answer, query: text)) }
    show(answer)
  }

  private func answerFile(_ path: String, with cache: RetrievalCache) async throws {
    let queries = try QueryFile.read(path)
    var output = OutputBuffer()
    for batch in stride(from: 0, to: queries.count, by: 256) {
      let slice = Array(queries[batch..<min(batch + 256, queries.count)])
      let answers = try await cache.retrieve(slice.map(\.text), limit: limit, consistency: consistency.consistency)
      for (query, answer) in zip(slice, answers) {
        output.write(try JSONOutput.line(AnswerObject(answer, id: query.id)))
      }
    }
    output.flush()
  }

  private func show(_ answer: Answer) {
    for (rank, hit) in answer.hits.enumerated() {
      let lines = hit.certificate.lines
      print(
        Terminal.bold("\(rank + 1). \(hit.document):\(lines.first)-\(lines.last)")
          + String(format: "  %.3f  ", hit.score) + Self.evidence(hit.certificate))
      if !hit.headingPath.isEmpty { print(Terminal.dim("   " + hit.headingPath.joined(separator: " > "))) }
      for line in hit.text.split(separator: "\n", omittingEmptySubsequences: false) {
        print(line.isEmpty ? "" : "   \(line)")
      }
      print("")
    }
    if answer.hits.isEmpty { print("nothing found") }
    let completeness = answer.completeness
    let byChoice = completeness.skipped.filter { !$0.key.hidesText }.values.reduce(0, +)
    print(
      Terminal.dim(
        "searched \(completeness.indexed) of \(completeness.discovered - byChoice) documents as of \(answer.asOf)"))
    for reason in completeness.reasons {
      print(Terminal.warning("a missing answer proves nothing: \(reason)"))
    }
  }

  private static func evidence(_ certificate: Certificate) -> String {
    let how = "\(certificate.verification.method.rawValue) at \(certificate.verification.at)"
    return switch certificate.freshness {
    case .fresh: Terminal.dim("fresh (\(how))")
    case .stale(let since): Terminal.warning("STALE since \(since) (\(how))")
    case .suspect(let since): Terminal.warning("suspect since \(since)")
    case .orphaned: Terminal.warning("ORPHANED: the file is gone")
    case .conflicted: Terminal.warning("conflicted")
    case .unverified(let why): Terminal.warning("unverified: \(why)")
    }
  }
}
