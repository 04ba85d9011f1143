/// What to do with an entry in a folder for temporary files that has the name of a scratch folder. This type decides;
/// `ScratchSweep` acts.
///
/// Anybody can make an entry with such a name there. So Freshet removes only a folder that belongs to this user and
/// that no running process holds.
enum ScratchVerdict: Hashable {
  /// A process left it behind.
  case remove
  /// A process works in it, or nobody can tell.
  case held
  /// It belongs to another user: only that user may look into it.
  case another
  /// It isn't Freshet's.
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
    /// Whether a version made it that didn't lock its folders. Such a process holds its database, starting a moment
    /// after it made the folder.
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
