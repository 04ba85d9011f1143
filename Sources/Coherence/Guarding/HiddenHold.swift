package import FreshetCorpus

/// Served documents that a scan would remove only because their names are hidden or secret-like, and neither an
/// `include` pattern nor a path argument names them explicitly.
///
/// They were indexed by an earlier version, or while `hidden = true` was set. They stay served until a person decides,
/// even if there is only one: unlike the documents that `DeletionGuard` judges, their files still exist.
package struct HiddenHold: Hashable, Sendable {
  /// The maximum number of names in a message. The message only counts the other documents.
  private static let namesTold = 20

  /// The paths of the documents, sorted.
  package let paths: [String]

  /// Makes the hold of the documents at `paths`; nil if there are none.
  package init?(_ paths: some Sequence<String>) {
    self.paths = paths.sorted()
    if self.paths.isEmpty { return nil }
  }
}

extension HiddenHold: CustomStringConvertible {
  /// A clause that says what the scan found.
  package var description: String {
    let (told, rest) = (paths.prefix(Self.namesTold), paths.count - Self.namesTold)
    let names = told.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    return
      "files with hidden or secret-like names are documents only if they are named explicitly, so \(paths.count.counted("document")) would leave the index: \(names)"
  }

  /// A sentence that says what the scan found, and what a person can do about it.
  package var message: AdvisedText { Self.message(recorded: description) }

  /// Returns the message for a hold that the store recorded.
  ///
  /// - Parameter why: the recorded clause that says what the scan found.
  package static func message(recorded why: String) -> AdvisedText { "\(why); \(advice)" }

  package static let advice: AdvisedText = """
    accept the removal with \(Remedy.acceptDeletions), keep one document with \(Remedy.reindexPath), or keep all \
    except the secret-like ones with `hidden = true` for the source in freshet.toml
    """
}
