/// Why an index file can't be used. None is a loss: whoever has the vectors makes the index anew.
public enum IndexFileError: Error, Hashable, Sendable {
  case missing
  /// Not an index file.
  case foreign
  /// Written by a newer version.
  case tooNew(version: UInt32)
  /// Ends early, or holds other bytes than were written.
  case torn
  case failed(errno: Int32)
}
