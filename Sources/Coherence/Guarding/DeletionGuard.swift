package import FreshetCorpus

/// Decides whether a scan may remove documents from the index. A different folder mounted at the source's path, a wrong
/// ignore pattern or an incomplete copy looks like a mass deletion; the guard holds such deletions back.
///
/// If the scanned folder is the one that was indexed, a file that is missing from it is really gone, so the guard
/// accepts any number of missing files. Documents that the guard holds back stay served, count as failed, and are
/// checked again by the next scan. The hold ends when the folder is back, or when a person accepts the loss.
package struct DeletionGuard: Hashable, Sendable {
  /// The guard doesn't limit losses of a source with fewer documents than this, unless its root folder was replaced.
  package static let leastDocuments = 20

  /// The identity of the root folder that was indexed; nil if none is recorded.
  private let indexed: RootIdentity?

  package init(indexed: RootIdentity?) {
    self.indexed = indexed
  }

  /// How many documents a scan would remove, for which reasons, and the folder that it scanned.
  package struct Loss: Hashable, Sendable {
    /// The identity of the folder that was scanned.
    package let root: RootIdentity
    /// Whether the scanned folder is known to lie on the same file system as the indexed one, even if the device number
    /// changed.
    package let isRenumbered: Bool
    /// Whether the whole folder was scanned.
    package let isWhole: Bool
    /// The number of documents of the source that are served.
    package var served = 0
    /// The number of served documents that are proven gone, and whose content is in no new file.
    package var absent = 0
    /// The number of served documents that ignore rules now exclude.
    package var excluded = 0
    /// The number of served documents that the scan didn't find, but can't prove gone.
    package var unproven = 0

    package init(root: RootIdentity, isRenumbered: Bool = false, isWhole: Bool) {
      self.root = root
      self.isRenumbered = isRenumbered
      self.isWhole = isWhole
    }
  }

  /// Returns why the guard holds back the removal of all documents of the loss; nil if all of them may be removed.
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

  /// Returns why documents that lost their content stay served with their old text; nil if Freshet may index their new
  /// content.
  ///
  /// - Parameters:
  ///   - hollow: how many documents had text and now are empty, binary or pointers to content elsewhere.
  ///   - served: how many documents of the source are served.
  package static func hold(hollow: Int, of served: Int) -> DeletionHold? {
    isMost(hollow, of: served) ? .hollow(hollow, served: served) : nil
  }

  /// Returns whether another replica may remove `count` of the `served` documents of a source at once.
  package static func mayRemove(_ count: Int, of served: Int) -> Bool { !isMost(count, of: served) }

  /// Returns false if `count` documents can't be more than half of a source that the guard protects. Call this cheap
  /// test before counting the source's documents.
  package static func mayBeMost(_ count: Int) -> Bool { 2 * count > leastDocuments }

  private static func isMost(_ count: Int, of served: Int) -> Bool {
    served >= leastDocuments && 2 * count > served
  }
}

/// The reason why deletions are held back.
package enum DeletionHold: Hashable, Sendable {
  /// The root isn't the folder that was indexed, and contains too few of the documents to be a copy of that folder.
  case anotherRoot(String, gone: Int, served: Int)
  /// The root isn't the folder that was indexed. Only a part of the source was scanned, so the scan can't tell whether
  /// the new root is a copy.
  case unknownRoot(String)
  case excluded(Int, served: Int)
  case hollow(Int, served: Int)
}

extension DeletionHold {
  /// Whether only a part of the source was scanned, so that a scan of the whole source may lift the hold.
  package var isOfPart: Bool {
    if case .unknownRoot = self { true } else { false }
  }
}

extension DeletionHold: CustomStringConvertible {
  /// A clause that says what the scan found.
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

  /// A sentence that says what the scan found and how to undo the loss. The store records this text.
  package var recorded: String {
    switch self {
    case .anotherRoot: "\(self); bring the folder back"
    case .unknownRoot: "\(self); scan the whole source"
    case .excluded: "\(self); correct the patterns"
    case .hollow: "\(self); bring the content back"
    }
  }

  /// A sentence that says what the scan found, and what a person can do about it.
  package var message: AdvisedText {
    if case .unknownRoot = self {
      return "\(self); \(Remedy.reindex(all: false)) without a path scans the whole source"
    }
    return Self.message(recorded: recorded)
  }

  /// Returns the message for a hold that the store recorded, with how to accept the loss.
  ///
  /// - Parameter why: the text of `recorded` for that hold.
  package static func message(recorded why: String) -> AdvisedText {
    "\(why), or accept the loss: \(Remedy.acceptDeletions)"
  }
}
