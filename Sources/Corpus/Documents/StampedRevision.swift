/// A revision of a file, the file's stamp (size, times, device and inode) when Freshet read it, and the time just
/// before the read.
///
/// An unchanged stamp proves that the file still contains the revision only if the read began long enough after the
/// file's last change. If less time had passed than the resolution of file times, a second write could leave the same
/// stamp (git, Documentation/technical/racy-git.txt).
package struct StampedRevision: Hashable, Sendable {
  /// The read must begin more than this duration after the file's last change, so that an unchanged stamp proves an
  /// unchanged file. The duration is at least the resolution of file times in ext4, XFS, tmpfs and overlayfs (at most
  /// one kernel tick, 10 ms) and in FAT (2 s).
  package static let racyWindow = Duration.seconds(2)

  package let revision: Revision
  package let stamp: FileStamp
  package let lookedAt: Timestamp
  /// The mounted file systems that the file lay on when Freshet read it; nil if unknown. They are not part of the
  /// stamp, because a remount changes them but not the file.
  package let mounts: DocumentMounts?

  package init(revision: Revision, stamp: FileStamp, lookedAt: Timestamp, mounts: DocumentMounts?) {
    self.revision = revision
    self.stamp = stamp
    self.lookedAt = lookedAt
    self.mounts = mounts
  }

  /// A copy with other `mounts` (mounted file systems that the file lies on).
  package func on(_ mounts: DocumentMounts) -> StampedRevision {
    StampedRevision(revision: revision, stamp: stamp, lookedAt: lookedAt, mounts: mounts)
  }

  /// Whether a file whose stamp is now `current` provably still contains `revision`, so that Freshet needn't read it.
  package func vouches(for current: FileStamp) -> Bool {
    stamp == current && isOutsideRacyWindow
  }

  private var isOutsideRacyWindow: Bool {
    let touched = max(stamp.modified, stamp.statusChanged)
    return lookedAt.duration(since: touched) > Self.racyWindow
  }
}
