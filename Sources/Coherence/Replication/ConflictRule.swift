package import FreshetCorpus

/// Which versions of a document are served if several are concurrent.
package enum ConflictRule: String, Hashable, Sendable, CaseIterable {
  /// The newest version by its stamp; answers don't mention the others.
  case newest
  /// All of them; each answer says so.
  case all
}

/// Which of a document's versions are served: the same on every replica that has them, so replicas agree without a
/// write.
package struct StandingVersions: Hashable, Sendable {
  /// The served versions, newest first; empty when the document isn't served.
  package let served: [Dot]
  /// How many different concurrent contents are served or removed: 1 without a conflict, and always by the rule
  /// `newest`.
  package let siblings: Int

  /// Versions with the same text count as one, because their writers agree.
  package init(of set: VersionSet<VersionHead>, by rule: ConflictRule) {
    let newestFirst = set.siblings.values.sorted(by: VersionHead.isNewer)
    var texts: Set<Revision?> = []
    let different = newestFirst.filter { texts.insert($0.revision).inserted }
    let chosen = rule == .newest ? Array(different.prefix(1)) : different
    served = chosen.filter { $0.revision != nil }.map(\.dot)
    siblings = max(1, chosen.count)
  }
}
