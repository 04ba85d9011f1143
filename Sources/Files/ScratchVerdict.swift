/// What to do with an entry in a folder for temporary files whose name is that of a scratch folder. This type decides;
/// `ScratchSweep` acts.
///
/// Any user can make an entry with such a name there. So Freshet removes only a folder that belongs to this user and
/// that no running process holds.
/// that no running process holds.
enum ScratchVerdict: Hashable {
  /// A process left the entry behind.
  case remove
  /// A process works in the entry, or the file system can't tell.
  case held
  /// The entry belongs to another user. Only that user may look into it.
  case another
  /// The entry isn't Freshet's.
  case ignore

  enum Holder: Hashable {
    case somebody, nobody
    /// The file system doesn't say.
    case unknown
  }

  struct Facts: Hashable {
    var isFolder: Bool
    var isOwn: Bool
    var holder: Holder
    /// Whether an older version made the entry, which didn't lock its folders. Its process locks its database a moment
    /// after it makes the folder.
    var isOfOldVersion = false
    var secondsSinceChange: Int
  }

  /// The longest time that a process of an older version took between two files.
  private static let restSeconds = 60

  init(_ facts: Facts) {
    if !facts.isFolder {
      self = .ignore
    } else if !facts.isOwn {
      self = .another
    } else if facts.holder != .nobody {
      self = .held
    } else if facts.isOfOldVersion, facts.secondsSinceChange < Self.restSeconds {
      self = .held
    } else {
      self = .remove
    }
  }
}
