internal import Glibc

/// Why an index file can't be used, or written. No data is lost: the index can be made again from the vectors.
public enum IndexFileError: Error, Hashable, Sendable {
  /// There is no file.
  case missing
  /// The file is no index file.
  case foreign
  /// The file has another format version than this one's.
  case otherVersion(version: UInt32)
  /// The file ends early, or holds other bytes than were written.
  case torn
  /// The system refused, with this error number.
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
