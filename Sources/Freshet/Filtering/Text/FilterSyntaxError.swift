public import FreshetCorpus

/// Why a text isn't a filter: what the parser expected at which place, and how to write it.
public struct FilterSyntaxError: Error, Hashable, Sendable {
  /// The place in the text, counted in characters from 1.
  public let column: Int
  /// What is wrong there, and what to write instead.
  public let problem: String
}

extension FilterSyntaxError: Advising {
  public var message: AdvisedText { "column \(column) of the filter: \(problem)" }
}
