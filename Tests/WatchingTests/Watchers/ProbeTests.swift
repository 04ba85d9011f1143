import FreshetCorpus
import Testing
import FreshetWatching

@Suite struct ProbeTests {
  private let scratch = ScratchFolder()

  @Test func `a probe tells there, not there, no document and unknown apart`() throws {
    scratch.write("text", to: "a/x.md")
    scratch.link("link.md", to: "a/x.md")
    scratch.link("out", to: "/etc")
    let directory = WatchedDirectory(root: scratch.path)
    let present = Evidence.present(scratch.stamp("a/x.md"))
    let paths = [
      "a/x.md", "link.md", "a/y.md", "b/y.md", "a/x.md/z", "a", "out/hostname", ".freshet/store.sqlite",
    ]
    #expect(
      paths.map { directory.probe($0) } == [
        present, present, .absent, .absent, .absent, .absent, .excluded(.notAFile), .excluded(.ignored),
      ])
    #expect(
      directory.probe("../x") == .unknown(.rootUnavailable(.notBelowRoot("../x"))))
  }

  @Test func `a missing root or another file system makes absence unknown`() throws {
    scratch.write("text", to: "a/x.md")
    let stamp = scratch.stamp("a/x.md")
    let elsewhere = Mount(
      point: "a", device: stamp.device, type: scratch.mount.type, number: scratch.mount.number, inode: 2, born: nil)
    let directory = WatchedDirectory(root: scratch.path)
    #expect(
      directory.probe("a/y.md", lastSeen: ScratchFolder.seen(stamp, on: DocumentMounts(elsewhere)))
        == .unknown(.otherFileSystem(at: "", was: "a")))
    #expect(directory.probe("a/y.md", lastSeen: ScratchFolder.seen(stamp, on: scratch.mounts)) == .absent)
    #expect(directory.probe("a/y.md", lastSeen: ScratchFolder.seen(stamp)) == .absent)
    let gone = WatchedDirectory(root: scratch.at("gone"))
    #expect(gone.probe("a/x.md") == .unknown(.rootUnavailable(.rootMissing(scratch.at("gone")))))
  }
}
