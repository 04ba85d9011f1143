internal import ArgumentParser
internal import Freshet

/// Which of the found passages are shown, and with how much text. The defaults suit a reader of text; JSON has each
/// passage by itself unless an option says otherwise.
struct AnswerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      How much text to show around each passage: section (the section around it, up to 300 tokens; section:500 for up \
      to 500), a number of passages before and after it, or passage (only the passage). Default: section, with --json passage.
      """, valueName: "amount"),
    transform: ExpansionText.option)
  var expand: Expansion?

  @Flag(
    inversion: .prefixedNo,
    help: "Show equal texts from several places once. Default: yes, with --json no.")
  var distinct: Bool?

  @Option(help: ArgumentHelp("Leave out passages with a lower score.", valueName: "score"))
  var minimumScore: Float?

  func validate() throws {
    try Self.check(minimumScore ?? 0)
  }

  static func check(_ minimumScore: Float) throws {
    guard (-1...1).contains(minimumScore) else {
      throw ValidationError("--minimum-score takes a number from -1 to 1, not \(minimumScore)")
    }
  }

  /// - Parameter isForPrograms: whether the answer is printed as JSON.
  func shape(isForPrograms: Bool) -> AnswerShape {
    AnswerShape(
      expansion: expand ?? (isForPrograms ? .passage : .standard), isDistinct: distinct ?? !isForPrograms,
      minimumScore: minimumScore ?? -1)
  }
}
