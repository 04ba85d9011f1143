package import FreshetCorpus

/// An event that the owner of a `CoherencePolicy` reports to that policy.
package enum RefreshEvent: Hashable, Sendable {
  /// The document may have changed, and the journal has a mark for it.
  case observed(DocumentID)
  /// At the moment `at`, the index held the source's content. `cost` is the time that checking and indexing the
  /// document took.
  case verified(DocumentID, at: Timestamp, cost: Duration)
  /// An answer to a query contained a passage of the document.
  case asked(DocumentID)
  /// A refresh that the policy asked for has ended.
  case ended(DocumentID, RefreshEnd)
  /// The passages of the whole store that await vectors now: an absolute number, not a change.
  case backlog(Backlog)
  /// An embedding that the policy asked for has ended after the duration `took`. `failure` says why it failed; nil if
  /// it succeeded.
  case embedded(failure: String?, took: Duration)
  /// A caller waits until everything observed so far is indexed: begin refreshes without letting documents rest first.
  case hurried
  /// The time `nextWake` has come.
  case timePassed
}

/// How a refresh ended.
package enum RefreshEnd: Hashable, Sendable {
  /// The index now holds the content that the refresh read from the source, or no longer serves the document.
  case answered
  /// The document needs another refresh: a newer version was committed meanwhile, or a program rewrote the file while
  /// Freshet read it.
  case overtaken
  case failed(why: String)
}

/// The served passages that await vectors: how many, and since when the oldest waits.
package struct Backlog: Hashable, Sendable {
  package static let empty = Backlog(passages: 0, oldest: nil)

  package let passages: Int
  /// When the passage that has waited longest was queued; nil if none waits.
  package let oldest: Timestamp?

  package init(passages: Int, oldest: Timestamp?) {
    self.passages = passages
    self.oldest = oldest
  }
}

/// An action that a `CoherencePolicy` asks of its owner.
package enum RefreshAction: Hashable, Sendable {
  /// Read these documents. Commit those that differ from the index, in the given manner.
  case refresh([DocumentID], RefreshManner)
  /// Embed up to `passages` passages of those that await vectors.
  case embed(passages: Int)
  /// Record that the last refresh of the document failed, and when the next attempt will be.
  case backOff(DocumentID, attempts: Int, why: String, until: Timestamp)
  /// Record the document as a dead letter: it isn't refreshed again until it changes.
  case deadLetter(DocumentID, attempts: Int, why: String)
  /// Mark these documents as suspect: their last verification is older than the hard limit.
  case expire([DocumentID])
}

/// What a refresh commits.
package enum RefreshManner: Hashable, Sendable {
  /// Commit text, lexical index and vectors together.
  case whole
  /// Commit text and lexical index at once, and queue the passages without a vector for embedding.
  case textFirst
}

/// Decides when to refresh, embed and verify the documents of one source. A state machine: the owner reports events and
/// performs the returned actions.
package protocol CoherencePolicy: Sendable {
  /// Handles an event, and returns the actions that the owner must perform.
  mutating func handle(_ event: RefreshEvent, now: Timestamp) -> [RefreshAction]

  /// When the owner must report `.timePassed` if no other event comes first; nil for never.
  var nextWake: Timestamp? { get }

  /// The states of all documents that were observed to change, are being refreshed or wait for another attempt.
  var ledger: RefreshLedger { get }

  /// Whether the policy accepts another pushed document now.
  var admits: Bool { get }
}
