package import FreshetCorpus

/// The result of reading one document.
package enum ReadOutcome: Hashable, Sendable {
  /// All of its bytes: valid UTF-8 without a NUL, and unchanged during the read.
  case bytes([UInt8], StampedRevision)
  /// The known revision's stamp vouches for the file, so it was not read.
  case unchanged(StampedRevision)
  /// No document. With a revision if its bytes had to be read to find out: known next time, they needn't be again.
  case skipped(SkipReason, StampedRevision?)
  /// It holds text in a form that isn't read.
  case unread(UnreadText, StampedRevision)
  case unreadable(SystemError)
  /// Not there at the time of the read; only a scan or a probe proves that it is gone.
  case vanished
  /// It changed during each of several reads: come back later.
  case changedWhileReading
}
