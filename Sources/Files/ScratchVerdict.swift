/// What is done about an entry of a folder for temporary files that has the name of a scratch folder. Decides; `ScratchSweep` acts.
///
/// Anybody can make an entry of such a name there. So only a folder of this very user's is removed, which no living
/// process holds.
enum ScratchVerdict: Hashable {
  /// It was left behind.
  case remove
  /// A process works in it, or nobody can tell.
  case held
  /// Another user's: only he may look into it.
  case another
  /// None of Freshet's.
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
    /// Whether a version that locked none of its folders made it. Such a process holds its database, from a moment after it made it.
    var isOfOldVersion = false
    var secondsSinceChange: Int
  }

  /// The longest that a process of an older version took from one file to the next.
  private static let settlingSeconds = 60

  init(_ facts: Facts) {
    if !facts.isFolder {
      self = .ignore
    } else if !facts.isOwn {
      self = .another
    } else if facts.holder != .nobody {
      self = .held
    } else if facts.isOfOldVersion, facts.secondsSinceChange < Self.settlingSeconds {
      self = .held
    } else {
      self = .remove
    }
  }
}
