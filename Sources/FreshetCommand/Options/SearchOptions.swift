internal import ArgumentParser
internal import Freshet

/// How to search, and the recall (the share of the true nearest passages) that a vector search must reach.
struct SearchOptions: ParsableArguments {
  @Option(
    name: .customLong("mode"),
    help: "How to search: vector (by meaning), lexical (by words), or hybrid (both).")
  private var name = ModeName.hybrid

  var mode: SearchMode { name.mode }

  @Option(
    help: ArgumentHelp(
      """
      Share of the nearest passages that the search by meaning must find in 19 answers of 20, such as 0.95; or \
      exact, to find all of these passages in every answer.
      """, valueName: "share"),
    transform: Self.target)
  var recall = RecallTarget.standard

  private static func target(_ text: String) throws -> RecallTarget {
    if text == "exact" { return .exact }
    guard let share = Double(text), share > 0, share <= 1 else {
      throw ValidationError("expected exact, or a share over 0 and at most 1 such as 0.95, not \(text)")
    }
    return .atLeast(share)
  }
}
