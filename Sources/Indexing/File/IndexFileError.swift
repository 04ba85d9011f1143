internal import Glibc

/// Why an index file can't be opened or written. No data is lost: the index can be built again from the vectors.
public enum IndexFileError: Error, Hashable, Sendable {
  /// The file doesn't exist.
  case missing
  /// The file isn't an index file.
  case foreign
  /// The file has this format version, which this version of Freshet doesn't read.
  case otherVersion(version: UInt32)
  /// The file is damaged: it is truncated, or its content doesn't match its checksums.
  case torn
  /// A system call failed with this error number.
  case failed(errno: Int32)
}

extension IndexFileError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missing: "there is no index file"
    case .foreign: "it is not an index file"
    case .otherVersion(let version):
      "its format is \(version), but this version of freshet needs \(IndexImage.version)"
    case .torn: "it is damaged: it is truncated, or does not match its checksums"
    case .failed(let code): String(cString: strerror(code))
    }
  }
}
