package import FreshetCorpus

/// Why a passage has no vector.
package enum PassageFailure {
  /// What a store records for a passage whose stored text is damaged: its vector would belong to another text.
  static let damaged = "its text isn't what was stored"

  /// What the store recorded, and what helps if a retry doesn't.
  package static func message(recorded why: String) -> AdvisedText {
    why == damaged ? "\(why): \(run: .reindex(all: true))" : AdvisedText(why)
  }
}
