package import FreshetCorpus

/// Decides whether a scan may remove documents: a wrong folder at the right path, a wrong pattern or a broken copy
/// looks like a mass deletion.
///
/// In the folder that was indexed, the guard accepts every deletion: a name that its own folder lacks is gone.
/// Documents that it holds back stay served, count as failed, and are checked again by the next scan. The hold ends
/// when the folder is back, or when a person accepts the loss.
package struct DeletionGuard: Hashable, Sendable {
  /// A source with fewer documents may lose all of them at once, unless its root is another folder.
  package static let leastDocuments = 20

  /// The folder that was indexed; nil if none is recorded.
  private let indexed: RootIdentity?

  package init(indexed: RootIdentity?) {
    self.indexed = indexed
  }

  /// The documents that a scan would remove, by kind, and the folder that it scanned.
  package struct Loss: Hashable, Sendable {
    /// The folder that was scanned.
    package let root: RootIdentity
    /// Whether the scanned folder is known to lie on the same file system as the indexed one, even if the device number
    /// changed.
    package let isRenumbered: Bool
    /// Whether the whole folder was scanned.
    package let isWhole: Bool
    /// Documents of the source that are served.
    package var served = 0
    /// Served documents that are proven gone and whose content is in no new file.
    package var absent = 0
    /// Served documents that rules now exclude.
    package var excluded = 0
    /// Served documents that the look didn't show, and whose absence it can't prove.
    package var unproven = 0

    package init(root: RootIdentity, isRenumbered: Bool = false, isWhole: Bool) {
      self.root = root
      self.isRenumbered = isRenumbered
      self.isWhole = isWhole
    }
  }

  /// Why the guard holds the whole loss back; nil if all of it may be removed.
  package func hold(_ loss: Loss) -> DeletionHold? {
    let gone = loss.absent + loss.excluded
    if gone > 0,
      let difference = indexed.flatMap({ loss.root.difference(from: $0, isRenumbered: loss.isRenumbered) })
    {
      if !loss.isWhole { return .unknownRoot(difference) }
      if gone + loss.unproven >= loss.served || Self.isMost(gone, of: loss.served) {
        return .anotherRoot(difference, gone: gone, served: loss.served)
      }
    }
    return Self.isMost(loss.excluded, of: loss.served) ? .excluded(loss.excluded, served: loss.served) : nil
  }

  /// Why documents that lost their content stay served as they were; nil if Freshet may index the loss.
  ///
  /// - Parameter hollow: how many documents had text and now are empty, binary or pointers to content elsewhere.
  package static func hold(hollow: Int, of served: Int) -> DeletionHold? {
    isMost(hollow, of: served) ? .hollow(hollow, served: served) : nil
  }

  /// Whether another replica may remove this many documents at once.
  package static func mayRemove(_ count: Int, of served: Int) -> Bool { !isMost(count, of: served) }

  /// Whether this many documents can be most of any source. Answers without counting the documents of the source.
  package static func mayBeMost(_ count: Int) -> Bool { 2 * count > leastDocuments }

  private static func isMost(_ count: Int, of served: Int) -> Bool {
    served >= leastDocuments && 2 * count > served
  }
}

/// Why deletions are held back.
package enum DeletionHold: Hashable, Sendable {
  /// The root isn't the folder that was indexed, and too few of the documents are in it for it to be a copy.
  case anotherRoot(String, gone: Int, served: Int)
  /// The root isn't the folder that was indexed. Only a part was scanned, which can't show whether it is a copy.
  case unknownRoot(String)
  case excluded(Int, served: Int)
  case hollow(Int, served: Int)
}

extension DeletionHold {
  /// Whether only a part was scanned, so that a scan of the whole source may decide otherwise.
  package var isOfPart: Bool {
    if case .unknownRoot = self { true } else { false }
  }
}

extension DeletionHold: CustomStringConvertible {
  /// What the scan found, as a clause.
  package var description: String {
    switch self {
    case .anotherRoot(let difference, let gone, let served):
      "the folder is not the one that was indexed (\(difference)), and \(gone) of \(served.counted("document")) \(gone.noun("is", "are")) not in it"
    case .unknownRoot(let difference): "the folder is not the one that was indexed (\(difference))"
    case .excluded(let count, let served):
      "patterns or ignore rules now exclude \(count) of \(served.counted("document"))"
    case .hollow(let count, let served):
      "\(count) of \(served.counted("document")) became empty, binary or pointers to content elsewhere"
    }
  }

  /// What the scan found, and what to do about it other than to accept the loss. A store records this text.
  package var recorded: String {
    switch self {
    case .anotherRoot: "\(self); bring the folder back"
    case .unknownRoot: "\(self); look at all of it"
    case .excluded: "\(self); correct the patterns"
    case .hollow: "\(self); bring the content back"
    }
  }

  /// What the scan found, and what to do about it.
  package var message: AdvisedText {
    if case .unknownRoot = self { return "\(self); \(Remedy.reindex(all: false)) without a path looks at all of it" }
    return Self.message(recorded: recorded)
  }

  /// The message for a hold that a store recorded: what the scan found, and what to do about it.
  package static func message(recorded why: String) -> AdvisedText {
    "\(why), or accept the loss: \(Remedy.acceptDeletions)"
  }
}
