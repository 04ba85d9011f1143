package import FreshetCorpus

/// What is served where versions stand side by side.
package enum ConflictRule: String, Hashable, Sendable, CaseIterable {
  /// The newest by its stamp; answers don't mention the others.
  case newest
  /// All of them, and each answer says so.
  case all
}

/// What is served of a document's versions: the same on every replica that has them, so no write is needed to agree.
package struct StandingVersions: Hashable, Sendable {
  /// Newest first; empty when the document isn't served.
  package let served: [Dot]
  /// Different texts that stand side by side, or one and a removal: 1 where nobody disagrees.
  package let siblings: Int

  /// Writers that wrote the same text at the same time agree.
  package init(of set: VersionSet<VersionHead>, by rule: ConflictRule) {
    let newestFirst = set.siblings.values.sorted(by: VersionHead.isNewer)
    var texts: Set<Revision?> = []
    let different = newestFirst.filter { texts.insert($0.revision).inserted }
    let chosen = rule == .newest ? Array(different.prefix(1)) : different
    served = chosen.filter { $0.revision != nil }.map(\.dot)
    siblings = max(1, chosen.count)
  }
}
