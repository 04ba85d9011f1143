/// The decision what to do with an entry in a folder for temporary files whose name is that of a scratch folder. This
/// type only decides; `ScratchSweep` acts.
///
/// Any user can create an entry with such a name. So Freshet removes only a folder that belongs to this user and that
/// no running process uses.
enum ScratchVerdict: Hashable {
  /// Remove the entry, which an ended process left behind.
  case remove
  /// Keep the entry, because a running process uses it, or because the file system doesn't reveal whether one does.
  case held
  /// Keep the entry, because it belongs to another user, and only that user may examine it.
  case another
  /// Ignore the entry, because it isn't a folder, so Freshet didn't make it.
  case ignore

  enum Holder: Hashable {
    case somebody, nobody
    /// The file system doesn't reveal whether a process uses the folder.
    case unknown
  }

  struct Facts: Hashable {
    var isFolder: Bool
    var isOwn: Bool
    var holder: Holder
    /// Whether an older version of Freshet made the entry. Such a version doesn't lock the folder; its process locks
    /// the database a moment after it has created the folder.
    var isOfOldVersion = false
    var secondsSinceChange: Int
  }

  /// For this many seconds after the last change in a scratch folder of an older version, the folder counts as used
  /// even if it isn't locked. Such a version briefly has no locks between the creation of two files.
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
