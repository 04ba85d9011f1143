internal import ArgumentParser
internal import Foundation
internal import Freshet
internal import FreshetWire

struct QueryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Find the passages that answer a question, with their evidence.",
    discussion: """
      --queries FILE reads one JSON object {"id": ..., "text": ...} a line, and prints one JSON line for each answer.
      """)

  @Argument(help: "The question, in any words.")
  var text: String?

  @OptionGroup var options: StoreOptions

  @Option(help: ArgumentHelp("Maximum number of passages.", valueName: "n"))
  var limit = 10

  @OptionGroup var searching: SearchOptions

  @OptionGroup var within: ScopeOptions

  @OptionGroup var answering: AnswerOptions

  @OptionGroup var reading: ConsistencyOptions

  @Option(
    help: ArgumentHelp(
      "Answer from the past state of the store with this token, from `freshet log` or an earlier answer.",
      valueName: "token"),
    transform: ConsistencyOptions.token)
  var at: SessionToken?

  @Option(
    help: ArgumentHelp("File of questions, JSON Lines; - for standard input.", valueName: "file"), completion: .file()
  )
  var queries: String?

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit takes a number from 1 up, not \(limit)") }
    if (text == nil) == (queries == nil) {
      throw ValidationError("give either a question or --queries FILE")
    }
    if at != nil, reading.consistency != .any {
      throw ValidationError(
        "--at reads a past state, so --consistency \(reading.consistency.rawValue) can't apply: leave out one of them")
    }
  }

  func run() async throws {
    let cache = try options.open(readOnly: reading.onlyReads)
    let past = if let at { try await cache.state(at: at) } else { PastState?.none }
    if let queries { return try await answerFile(queries, with: cache, past) }
    guard let text else { return }
    let answer = try await answers(to: [text], from: cache, past)[0]
    if json { return try JSONOutput.print(AnswerObject(answer, searching.mode, query: text)) }
    show(answer)
  }

  private func answerFile(_ path: String, with cache: RetrievalCache, _ past: PastState?) async throws {
    let queries = try QueryFile.read(path)
    for batch in stride(from: 0, to: queries.count, by: 256) {
      let slice = Array(queries[batch..<min(batch + 256, queries.count)])
      for (query, answer) in zip(slice, try await answers(to: slice.map(\.text), from: cache, past)) {
        try StandardOutput.write(line: JSONOutput.printed(AnswerObject(answer, searching.mode, id: query.id)))
      }
    }
  }

  private func answers(
    to questions: [String], from cache: RetrievalCache, _ past: PastState?
  ) async throws -> [Answer] {
    let shape = answering.shape(isForPrograms: json || queries != nil)
    if let past {
      return try await past.retrieve(
        questions, limit: limit, mode: searching.mode, recall: searching.recall, where: within.filter,
        expand: shape.expansion, distinct: shape.isDistinct, minimumScore: shape.minimumScore)
    }
    return try await cache.retrieve(
      questions, limit: limit, mode: searching.mode, consistency: reading.asked, recall: searching.recall,
      where: within.filter, expand: shape.expansion, distinct: shape.isDistinct, minimumScore: shape.minimumScore)
  }

  private func show(_ answer: Answer) {
    for (rank, hit) in answer.hits.enumerated() { show(hit, rank + 1) }
    if answer.hits.isEmpty { print("nothing found") }
    let completeness = answer.completeness
    print(
      Terminal.dim("searched \(completeness.indexed) of \(completeness.documentCount.counted("document"))"))
    for reason in completeness.reasons {
      print(Terminal.warning("no match does not prove absence: \(advice: reason)"))
    }
  }

  private func show(_ hit: Hit, _ rank: Int) {
    let (text, lines) = (hit.expansion?.text ?? hit.text, hit.expansion?.lines ?? hit.certificate.lines)
    let place = Terminal.bold("\(rank). \(hit.document):\(lines.first)-\(lines.last)")
    let score = String(format: "%.3f", hit.score)
    print("\(place)  \(score)  \(Self.way(hit.via))\(Self.evidence(hit.certificate))")
    if let title = hit.labels.title, title != hit.headingPath.first { print(Terminal.dim("   title: \(title)")) }
    if !hit.headingPath.isEmpty { print(Terminal.dim("   \(hit.headingPath.joined(separator: " > "))")) }
    let columns = hit.expansion?.columns ?? hit.columns
    if !columns.isEmpty { print(Terminal.dim("   columns: \(columns.joined(separator: " | "))")) }
    for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      print(line.isEmpty ? "" : "   \(lines: String(Substring(line)))")
    }
    if hit.placeCount > 1 { print(Terminal.dim("   \(Self.otherPlaces(of: hit))")) }
    print("")
  }

  /// The other places with the same text, at most three by name.
  private static func otherPlaces(of hit: Hit) -> String {
    let named = hit.otherPlaces.prefix(3).map { "\($0.document):\($0.lines.first)-\($0.lines.last)" }
    let rest = hit.placeCount - 1 - named.count
    let all = rest > 0 ? named + ["\(rest.counted("other place"))"] : named
    return "the same text: \(all.joined(separator: ", "))"
  }

  /// How the search found the passage; empty if by the passage's own vector.
  private static func way(_ via: FoundBy) -> String {
    switch via {
    case .vector: ""
    case .standIn: "found by the vector of its former text  "
    case .lexical: "found by its words  "
    }
  }

  private static func evidence(_ certificate: Certificate) -> PrintedText {
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
