internal import Glibc

/// Why an index file can't be used, or written. None is a loss: the index can be made anew from the vectors.
public enum IndexFileError: Error, Hashable, Sendable {
  /// No file is there.
  case missing
  /// Not an index file.
  case foreign
  /// Of another version than this one's.
  case otherVersion(version: UInt32)
  /// Ends early, or holds other bytes than were written.
  case torn
  /// The system refused: its error number.
  case failed(errno: Int32)
}

extension IndexFileError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missing: "there is no index file"
    case .foreign: "it is no index file"
    case .otherVersion(let version): "it is of format \(version), not \(IndexImage.version)"
    case .torn: "it ends early, or holds other bytes than were written"
    case .failed(let code): String(cString: strerror(code))
    }
  }
}
