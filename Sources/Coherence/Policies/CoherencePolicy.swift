package import FreshetCorpus

/// An event that the owner of a policy reports to it.
package enum RefreshEvent: Hashable, Sendable {
  /// The document may have changed, and that is recorded.
  case observed(DocumentID)
  /// The index held what the source held at that moment; `cost` is the time that it took to find out and to index it.
  case verified(DocumentID, at: Timestamp, cost: Duration)
  /// An answer served the document.
  case asked(DocumentID)
  /// The refresh that the policy began has ended.
  case ended(DocumentID, RefreshEnd)
  /// How many passages of the whole store await vectors now: a level, not a difference.
  case backlog(Backlog)
  /// The embedding that the policy began has ended. `failure` says why it failed; nil if it succeeded.
  case embedded(failure: String?, took: Duration)
  /// Somebody waits for everything observed so far: don't let documents rest.
  case hurried
  case timePassed
}

/// How a refresh ended.
package enum RefreshEnd: Hashable, Sendable {
  /// The index holds what the refresh saw in the source, or no longer serves the document.
  case answered
  /// A newer version overtook it, or a program rewrote the document while it was read: it needs another look.
  case overtaken
  case failed(why: String)
}

/// The served passages that await their vectors.
package struct Backlog: Hashable, Sendable {
  package static let empty = Backlog(passages: 0, oldest: nil)

  package let passages: Int
  /// When the passage that waits longest was queued.
  package let oldest: Timestamp?

  package init(passages: Int, oldest: Timestamp?) {
    self.passages = passages
    self.oldest = oldest
  }
}

/// An action that a policy asks of its owner.
package enum RefreshAction: Hashable, Sendable {
  /// Read these documents, and commit what differs as `manner` says.
  case refresh([DocumentID], RefreshManner)
  /// Embed at most this many of the passages that await vectors.
  case embed(passages: Int)
  /// Record that the last attempt failed, and when the next one will be.
  case backOff(DocumentID, attempts: Int, why: String, until: Timestamp)
  /// Record that no further attempt will be made until the document changes again.
  case deadLetter(DocumentID, attempts: Int, why: String)
  /// Mark these as suspect: they were last verified longer ago than their hard limit.
  case expire([DocumentID])
}

package enum RefreshManner: Hashable, Sendable {
  /// Text, lexical index and vectors in one commit.
  case whole
  /// Text and lexical index now; passages without a vector are queued.
  case textFirst
}

/// Decides what must happen for the documents of one source, and when. It never acts.
package protocol CoherencePolicy: Sendable {
  mutating func handle(_ event: RefreshEvent, now: Timestamp) -> [RefreshAction]

  /// When `.timePassed` is due although nothing happened; nil for never.
  var nextWake: Timestamp? { get }

  /// Documents that are observed, being refreshed or waiting for another attempt.
  var ledger: RefreshLedger { get }

  /// Whether the policy accepts another pushed document now.
  var admits: Bool { get }
}
