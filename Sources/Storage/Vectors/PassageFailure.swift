package import FreshetCorpus

/// Reasons why a passage has no vector.
package enum PassageFailure {
  /// The reason that is recorded for a passage whose stored text is damaged. Freshet doesn't embed a damaged text,
  /// because the vector would be that of another text.
  static let damaged = "its text isn't what was stored"

  /// A message with the recorded reason, and with a remedy if a retry can't help.
  package static func message(recorded why: String) -> AdvisedText {
    why == damaged ? "\(why): \(run: .reindex(all: true))" : AdvisedText(why)
  }
}
