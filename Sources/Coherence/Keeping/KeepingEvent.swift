package import FreshetCorpus

/// What the owner of a `SourceKeeping` reports to it.
package enum KeepingEvent: Hashable, Sendable {
  case noticed(WatchBatch)
  /// The marks of the last `.mark` are committed.
  case marked
  /// A look has ended. The owner has marked what differs in its scope, and retired what is proven gone.
  case looked(changed: [DocumentID], startedAt: Timestamp)
  /// A look failed: the root is missing or unreadable.
  case unseen(why: String)
  /// An event for the policy.
  case refresh(RefreshEvent)
}

/// An action that a `SourceKeeping` asks of its owner. The owner performs actions in their order, and ends a `mark` or
/// a `look` before it begins the next action.
package enum KeepingAction: Hashable, Sendable {
  /// Mark these documents as perhaps changed, durably, before reading anything of them; answer `.marked`.
  case mark([DocumentID])
  /// Scan these scopes, mark what differs, retire what is proven gone; answer `.looked` or `.unseen`.
  case look(Set<ExactPath>)
  /// An action of the policy.
  case refresh(RefreshAction)
  /// Everything that ended before these cookies were written is recorded: notify those who wait for them.
  case acknowledge([String])
  /// Publish how well the source is watched, and up to when everything is recorded.
  case announce(WatchHealth, upTo: Timestamp?)
}
