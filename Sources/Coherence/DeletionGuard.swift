package import Corpus

/// Whether a look may take documents away: a wrong folder at the right path, a wrong pattern and a broken copy look like a
/// mass deletion.
///
/// It doubts no deletion in a folder that is known: a name that its own folder lacks is gone. What it holds back is served
/// on, counts as failed and is looked at again, so bringing the folder back ends the hold, and so does accepting the loss.
package struct DeletionGuard: Hashable, Sendable {
  /// Of fewer documents all may go at once, unless the root is another folder.
  package static let leastDocuments = 20

  /// The folder that was indexed; nil where none is on record.
  private let indexed: RootIdentity?

  package init(indexed: RootIdentity?) {
    self.indexed = indexed
  }

  /// What a look would take away.
  package struct Loss: Hashable, Sendable {
    /// The folder that was looked at.
    package let root: RootIdentity
    /// Whether its file system is known to be that of the folder that was indexed, whatever its number.
    package let isRenumbered: Bool
    /// Whether all of the folder was looked at.
    package let isWhole: Bool
    /// Documents of the source that are served.
    package var served = 0
    /// Of them, those that are proven gone, and whose content no new file has.
    package var absent = 0
    /// Those that rules exclude now.
    package var excluded = 0
    /// Those that the look did not show, and whose absence it can't prove.
    package var unproven = 0

    package init(root: RootIdentity, isRenumbered: Bool = false, isWhole: Bool) {
      self.root = root
      self.isRenumbered = isRenumbered
      self.isWhole = isWhole
    }
  }

  /// Why nothing of it may be taken away; nil where all may.
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

  /// Why documents that lost their content are kept as they were; nil where they may lose it.
  ///
  /// - Parameter hollow: documents that were text and are empty, binary or pointers to content elsewhere, one after another.
  package static func hold(hollow: Int, of served: Int) -> DeletionHold? {
    isMost(hollow, of: served) ? .hollow(hollow, served: served) : nil
  }

  /// Whether another replica's word may remove so many documents at once.
  package static func mayRemove(_ count: Int, of served: Int) -> Bool { !isMost(count, of: served) }

  /// Whether so few documents can be most of a source: without counting what it has.
  package static func mayBeMost(_ count: Int) -> Bool { 2 * count > leastDocuments }

  private static func isMost(_ count: Int, of served: Int) -> Bool {
    served >= leastDocuments && 2 * count > served
  }
}

/// Why deletions are held back.
package enum DeletionHold: Hashable, Sendable {
  /// The root isn't the folder that was indexed, and lists too few of its documents to be a copy of it.
  case anotherRoot(String, gone: Int, served: Int)
  /// The same, seen by a look at a part of it, which can't tell a copy.
  case unknownRoot(String)
  case excluded(Int, served: Int)
  case hollow(Int, served: Int)
}

extension DeletionHold {
  /// Whether a look at everything may say otherwise.
  package var isOfPart: Bool {
    if case .unknownRoot = self { true } else { false }
  }
}

extension DeletionHold: CustomStringConvertible {
  /// What was seen, as a clause.
  package var description: String {
    switch self {
    case .anotherRoot(let difference, let gone, let served):
      "the folder is not the one that was indexed (\(difference)), and \(gone) of \(served) documents are not in it"
    case .unknownRoot(let difference): "the folder is not the one that was indexed (\(difference))"
    case .excluded(let count, let served): "patterns or ignore rules now exclude \(count) of \(served) documents"
    case .hollow(let count, let served):
      "\(count) of \(served) documents became empty, binary or pointers to content elsewhere"
    }
  }

  /// What was seen, and what helps.
  package var sentence: String { "\(self); \(advice)" }

  private var advice: String {
    switch self {
    case .anotherRoot: "bring the folder back, or accept the loss: `freshet reindex --accept-deletions`"
    case .unknownRoot: "`freshet reindex` without a path looks at all of it"
    case .excluded: "correct the patterns, or accept the loss: `freshet reindex --accept-deletions`"
    case .hollow: "bring the content back, or accept the loss: `freshet reindex --accept-deletions`"
    }
  }
}
