public import FreshetCorpus
package import FreshetFiles
internal import Foundation
internal import FreshetStorage

/// Reports that opening a store for writing changed the file modes of the store, and thereby who may use the store.
public struct SharingChange: Hashable, Sendable, Advising {
  /// The store's folder.
  public let store: String
  /// Who may use the store now: only its owner, or also a group.
  public let sharing: StoreSharing
  /// True if other users could use the store or some of its files before, and no longer can.
  public let isNarrower: Bool
  /// The name of the group that shares the store; nil if only its owner may use it.
  public let group: String?
  /// Files whose modes could not be changed, because the files belong to other users.
  public let left: [String]

  init(_ mended: MendedModes, store: String) {
    (self.store, sharing, isNarrower, left) = (store, mended.sharing, mended.isNarrower, mended.left.sorted())
    group = sharing == .group ? Self.name(ofGroup: mended.group) : nil
  }

  private static func name(ofGroup id: UInt32) -> String {
    var (entry, found, buffer) = (
      Glibc.group(), UnsafeMutablePointer<Glibc.group>?.none, [CChar](repeating: 0, count: 1 << 14)
    )
    guard getgrgid_r(id, &entry, &buffer, buffer.count, &found) == 0, let name = found?.pointee.gr_name else {
      return "\(id)"
    }
    return String(cString: name)
  }

  public var message: AdvisedText {
    let rest =
      left.isEmpty ? "" : "; other users own \(left.joined(separator: ", ")), so the permissions there are unchanged"
    guard let group else {
      return """
        other users could read the store \(store), which contains the text of its documents: from now on only its owner \
        can\(rest); to share it with its group, write `group = true` at the top of freshet.toml and \
        \(run: .reindex(all: false))
        """
    }
    return
      "the store \(store) is \(isNarrower ? "now " : "")shared with the group \(group)\(isNarrower ? " only" : "")\(rest)"
  }
}

extension RetrievalCache {
  /// Who may use the store in the folder `path`, according to the folder's mode; `.owner` if the folder can't be
  /// opened.
  package static func sharing(ofStore path: String) -> StoreSharing { OwnFolder(at: path)?.sharing ?? .owner }

  /// Creates a folder for temporary files.
  ///
  /// - Throws: `StorageError.unreadable` if the folder can't be created. The error contains the path of the folder in
  ///   which the new folder should lie.
  package static func scratchFolder() throws -> ScratchFolder { try Store.scratchFolder() }
}
