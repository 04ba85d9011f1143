package import FreshetCorpus

/// Served documents that a scan would remove only because their names are hidden or secret-like and nobody named them.
///
/// An earlier version indexed them, or `hidden = true` was set. They stay served until a person decides, however few
/// they are: their files still exist, unlike those of the losses that `DeletionGuard` judges.
package struct HiddenHold: Hashable, Sendable {
  /// The most names that a message lists; it counts the rest.
  private static let namesTold = 20

  /// The paths of the documents, sorted.
  package let paths: [String]

  /// Nil if there are no paths.
  package init?(_ paths: some Sequence<String>) {
    self.paths = paths.sorted()
    if self.paths.isEmpty { return nil }
  }
}

extension HiddenHold: CustomStringConvertible {
  /// What the scan found, as a clause.
  package var description: String {
    let (told, rest) = (paths.prefix(Self.namesTold), paths.count - Self.namesTold)
    let names = told.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    return
      "hidden and secret-like names are no documents unless they are named, so \(paths.count) would leave: \(names)"
  }

  /// What the scan found, and what to do about it.
  package var message: AdvisedText { Self.message(recorded: description) }

  /// The message for a recorded hold: `why` is what the scan found, as the store keeps it.
  package static func message(recorded why: String) -> AdvisedText { "\(why); \(advice)" }

  package static let advice: AdvisedText = """
    let them go with \(Remedy.acceptDeletions); or keep one with \(Remedy.reindexPath), or all but the \
    secret-like ones with `hidden = true` for the source in freshet.toml
    """
}
