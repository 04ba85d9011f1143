/// A revision, the stamp of the file when its bytes were read, and the time of the read.
///
/// Git's rule about racy stamps: a stamp is evidence only if the last change of the file is older than the clock's
/// granularity at the read. A second write within the granularity can leave the same stamp (git,
/// Documentation/technical/racy-git.txt).
package struct StampedRevision: Hashable, Sendable {
  /// Longer than the timestamp steps of ext4, XFS, tmpfs and overlayfs (at most one kernel tick, 10 ms); FAT has steps
  /// of 2 s.
  package static let racyWindow = Duration.seconds(2)

  package let revision: Revision
  package let stamp: FileStamp
  package let lookedAt: Timestamp
  /// The mounts that the file lay on at that time; nil if unknown. Not part of the stamp, because a remount changes
  /// them but not the file.
  package let mounts: DocumentMounts?

  package init(revision: Revision, stamp: FileStamp, lookedAt: Timestamp, mounts: DocumentMounts?) {
    self.revision = revision
    self.stamp = stamp
    self.lookedAt = lookedAt
    self.mounts = mounts
  }

  /// A copy with `mounts` as the place of the file.
  package func on(_ mounts: DocumentMounts) -> StampedRevision {
    StampedRevision(revision: revision, stamp: stamp, lookedAt: lookedAt, mounts: mounts)
  }

  /// Whether a file that now shows `current` is proven to hold `revision` without reading it.
  package func vouches(for current: FileStamp) -> Bool {
    stamp == current && isOutsideRacyWindow
  }

  private var isOutsideRacyWindow: Bool {
    let touched = max(stamp.modified, stamp.statusChanged)
    return lookedAt.duration(since: touched) > Self.racyWindow
  }
}
