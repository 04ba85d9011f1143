internal import ArgumentParser
internal import Freshet
internal import FreshetWire

struct PromptCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prompt",
    abstract: "Print the passages that answer a question as text for a language model, within a budget of tokens.",
    discussion: "Tokens are counted as the embedder counts them; other models may count more or fewer.")

  @Argument(help: "The question, in any words.")
  var text: String

  @OptionGroup var options: StoreOptions

  @Option(help: ArgumentHelp("Maximum number of tokens.", valueName: "tokens"))
  var budget = 2_000

  @OptionGroup var searching: SearchOptions

  @OptionGroup var within: ScopeOptions

  @Option(help: ArgumentHelp("Leave out passages with a lower score.", valueName: "score"))
  var minimumScore: Float = -1

  @OptionGroup var reading: ConsistencyOptions

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func validate() throws {
    if budget < 1 { throw ValidationError("--budget takes a number from 1 up, not \(budget)") }
    try AnswerOptions.check(minimumScore)
  }

  func run() async throws {
    let cache = try options.open(readOnly: reading.onlyReads)
    let prompt = try await cache.prompt(
      for: text, budget: budget, mode: searching.mode, consistency: reading.asked, recall: searching.recall,
      where: within.filter, minimumScore: minimumScore)
    if json { return try JSONOutput.print(PromptObject(prompt, searching.mode, query: text)) }
    print("\(lines: prompt.text)")
  }
}
