package import FreshetCorpus

/// The rule that decides which versions of a document are served if concurrent writes left several.
package enum ConflictRule: String, Hashable, Sendable, CaseIterable {
  /// Serve the version with the newest write timestamp; answers don't mention the others.
  case newest
  /// Serve all concurrent versions; each answer says that the document is in conflict.
  case all
}

/// The versions of a document that a replica serves. The choice depends only on the versions, so all replicas that have
/// the same versions serve the same ones.
package struct StandingVersions: Hashable, Sendable {
  /// The served versions, newest first; empty when the document isn't served.
  package let served: [Dot]
  /// The number of different concurrent contents, a removal included; 1 without a conflict, and always 1 under the rule
  /// `newest`.
  package let siblings: Int

  /// Chooses the served versions of `set`. Versions with equal content count as one, because their writers agree.
  package init(of set: VersionSet<VersionHead>, by rule: ConflictRule) {
    let newestFirst = set.siblings.values.sorted(by: VersionHead.isNewer)
    var texts: Set<Revision?> = []
    let different = newestFirst.filter { texts.insert($0.revision).inserted }
    let chosen = rule == .newest ? Array(different.prefix(1)) : different
    served = chosen.filter { $0.revision != nil }.map(\.dot)
    siblings = max(1, chosen.count)
  }
}
