package import FreshetCorpus

/// The result of reading one document.
package enum ReadOutcome: Hashable, Sendable {
  /// All bytes of the document: valid UTF-8 without a NUL, and unchanged during the read.
  case bytes([UInt8], StampedRevision)
  /// The known revision's stamp vouches for the file, so it was not read.
  case unchanged(StampedRevision)
  /// No document. If the file had to be read to find that out, its revision saves the next read.
  case skipped(SkipReason, StampedRevision?)
  /// The file holds text in a form that Freshet doesn't read.
  case unread(UnreadText, StampedRevision)
  case unreadable(SystemError)
  /// The file wasn't there at the time of the read; only a scan or a probe proves that it is gone.
  case vanished
  /// The file changed during each of several reads: try again later.
  case changedWhileReading
}
