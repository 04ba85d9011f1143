package import FreshetCorpus

/// Why a passage has no vector.
package enum PassageFailure {
  /// The reason that a store records for a passage with a damaged text, whose vector would belong to another text.
  static let damaged = "its text isn't what was stored"

  /// The recorded reason, with a remedy if a retry can't help.
  package static func message(recorded why: String) -> AdvisedText {
    why == damaged ? "\(why): \(run: .reindex(all: true))" : AdvisedText(why)
  }
}
