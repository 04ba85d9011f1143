internal import FreshetCorpus
import Testing

/// A stamp is evidence only outside the racy window: two seconds before the look, and everything after it.
@Suite struct StampedRevisionTests {
  static let lookedAt = Int64(1_000_000_000_000)
  static let window = Int64(2_000_000_000)

  static func stamp(
    device: UInt64 = 1, inode: UInt64 = 2, size: Int64 = 3, modified: Int64 = 0, changed: Int64 = 0
  ) -> FileStamp {
    FileStamp(
      device: device, inode: inode, sizeInBytes: size, modified: Timestamp(nanoseconds: modified),
      statusChanged: Timestamp(nanoseconds: changed))
  }

  static func stamped(_ stamp: FileStamp) -> StampedRevision {
    StampedRevision(
      revision: Revision(hashing: []), stamp: stamp, lookedAt: Timestamp(nanoseconds: lookedAt), mounts: nil)
  }

  static let touches: [(touched: String, modified: Int64, changed: Int64, vouches: Bool)] = [
    ("long ago", 0, 0, true),
    ("a nanosecond before the window", lookedAt - window - 1, lookedAt - window - 1, true),
    ("on the window's edge", lookedAt - window, lookedAt - window, false),
    ("within the window", lookedAt - window + 1, lookedAt - window + 1, false),
    ("when the look was", lookedAt, lookedAt, false),
    ("long ago by its mtime, within the window by its ctime", 0, lookedAt - window, false),
    ("within the window by its mtime, long ago by its ctime", lookedAt - window, 0, false),
    ("long ago by both, in either order", 5, lookedAt - window - 1, true),
    ("in the future by its mtime", lookedAt + 1, 0, false),
    ("far in the future by its mtime", lookedAt * 1000, 0, false),
    ("in the future by its ctime", 0, lookedAt + 1, false),
    ("before 1970", -1, -1, true),
  ]

  @Test func `a stamp vouches if the file was touched before the racy window, by both of its times`() {
    for (touched, modified, changed, vouches) in Self.touches {
      let stamp = Self.stamp(modified: modified, changed: changed)
      #expect(Self.stamped(stamp).vouches(for: stamp) == vouches, "\(touched)")
    }
  }

  @Test func `a stamp vouches for no file that differs from it in anything`() {
    let known = Self.stamped(Self.stamp())
    #expect(known.vouches(for: Self.stamp()))
    let others = [
      Self.stamp(device: 9), Self.stamp(inode: 9), Self.stamp(size: 9), Self.stamp(modified: 9),
      Self.stamp(modified: -9), Self.stamp(changed: 9), Self.stamp(changed: -9),
    ]
    #expect(others.filter(known.vouches) == [])
  }

  @Test func `only the stamp of the read decides, not the one that is shown now`() {
    let racy = Self.stamped(Self.stamp(modified: Self.lookedAt))
    #expect(!racy.vouches(for: Self.stamp(modified: 0)))
  }
}
