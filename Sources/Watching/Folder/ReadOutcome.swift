package import FreshetCorpus

/// The result of reading one document.
package enum ReadOutcome: Hashable, Sendable {
  /// All bytes of the document: valid UTF-8 without a NUL, and unchanged during the read.
  case bytes([UInt8], StampedRevision)
  /// The file wasn't read, because its stamp proves that it still has the known revision.
  case unchanged(StampedRevision)
  /// The entry isn't a document. If reading the file showed this, the second value is the file's revision, so that the
  /// file needn't be read again while it is unchanged.
  case skipped(SkipReason, StampedRevision?)
  /// The file contains text in a format or encoding that Freshet doesn't read.
  case unread(UnreadText, StampedRevision)
  case unreadable(SystemError)
  /// The file didn't exist at the time of the read. Only a scan or a probe can prove that it is gone.
  case vanished
  /// The file changed during each of several attempts to read it: try again later.
  case changedWhileReading
}
