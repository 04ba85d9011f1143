import Testing
import FreshetWatching

@Suite struct FileSystemsTests {
  private static let mounts = #"""
    22 27 0:21 / /proc rw,relatime - proc proc rw
    27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/root rw
    30 27 0:40 / /home rw,noatime shared:9 master:2 - nfs4 server:/home rw,vers=4.2
    31 30 254:1 / /home/local rw - xfs /dev/vdb rw
    32 27 0:41 / /mnt/my\040disk rw - fuse.sshfs me@there:/ rw
    33 27 0:42 / /srv rw - overlay overlay rw
    34 27 0:43 / /twice rw - nfs server:/old rw
    35 34 254:2 / /twice rw - ext4 /dev/vdc rw
    bad line
    """#

  @Test(arguments: [
    ("/", "/proc is a proc file system"), ("/srv/docs", nil), ("/etc", nil), ("/homely", nil),
    ("/home/me/docs", "/home is a nfs4 file system"), ("/home", "/home is a nfs4 file system"),
    ("/home/local/docs", nil), ("/mnt", "/mnt/my disk is a fuse.sshfs file system"),
    ("/mnt/my disk/docs", "/mnt/my disk is a fuse.sshfs file system"), ("/twice/docs", nil),
  ])
  func `a folder on a file system that others write to needs polling, and so does one above it`(
    path: String, reason: String?
  ) {
    let expected = reason.map { $0 + ", which doesn't report changes made elsewhere" }
    #expect(fileSystemNeedsPolling(path, mounts: Self.mounts) == expected)
  }

  @Test func `this machine's own table is read`() {
    #expect(fileSystemNeedsPolling("/proc/self")?.hasPrefix("/proc is a proc file system") == true)
    #expect(fileSystemNeedsPolling(ScratchFolder().path) == nil)
    #expect(fileSystemNeedsPolling("/no such folder") == nil)
  }
}
