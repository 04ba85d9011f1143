package import FreshetCorpus

/// What the owner of a `SourceKeeping` reports to it.
package enum KeepingEvent: Hashable, Sendable {
  case noticed(WatchBatch)
  /// The marks of the last `.mark` are committed.
  case marked
  /// A look has ended: what differs in its scope is marked, what is proven gone is retired.
  case looked(changed: [DocumentID], startedAt: Timestamp)
  /// A look could not be had: the root is missing or unreadable.
  case unseen(why: String)
  /// An event for the policy.
  case refresh(RefreshEvent)
}

/// What a `SourceKeeping` wants done. Its owner performs actions in their order, `mark` and `look` to their end before
/// the next.
package enum KeepingAction: Hashable, Sendable {
  /// Mark these as perhaps changed, durably, before anything is read of them; answer `.marked`.
  case mark([DocumentID])
  /// Scan these scopes, mark what differs, retire what is proven gone; answer `.looked` or `.unseen`.
  case look(Set<ExactPath>)
  /// What the policy wants.
  case refresh(RefreshAction)
  /// Everything that ended before these cookies were written is recorded: notify those who wait for them.
  case acknowledge([String])
  /// Publish how well the source is watched, and up to when everything is on record.
  case announce(WatchHealth, upTo: Timestamp?)
}
