package import FreshetCorpus

/// Reasons why a passage has no vector.
package enum PassageFailure {
  /// The recorded reason for a passage with a damaged text. Its vector would belong to another text.
  static let damaged = "its text isn't what was stored"

  /// A message with the recorded reason, and with a remedy if a retry can't help.
  package static func message(recorded why: String) -> AdvisedText {
    why == damaged ? "\(why): \(run: .reindex(all: true))" : AdvisedText(why)
  }
}
