import FreshetCorpus
import Foundation
import Glibc
import Testing
import FreshetWatching

/// What a missing file proves on file systems with real mounts.
@Suite(.serialized, .enabled(if: RealMounts.isPermitted)) struct MountEvidenceTests {
  private let mounts = RealMounts()
  private let late = WatcherKind.lateClock

  /// A document as it was read.
  private func read(_ path: String, in root: String) throws -> StampedRevision {
    guard case .bytes(_, let stamped) = try mounts.directory(root).read(path, now: late) else {
      throw NotRead(path: path)
    }
    return stamped
  }

  private struct NotRead: Error { let path: String }

  /// The evidence of a scan, of a scan of this path alone, and of a probe; they must agree.
  private func evidence(
    of path: String, in root: String, lastSeen: StampedRevision, remounts: Remounts = Remounts()
  ) throws -> Evidence {
    let directory = mounts.directory(root)
    let whole = try directory.scan(now: late).evidence(of: path, lastSeen: lastSeen, remounts: remounts)
    let part = try directory.scan(try ScanScope(paths: [path]), now: late)
      .evidence(of: path, lastSeen: lastSeen, remounts: remounts)
    #expect(part == whole, "\(path)")
    if remounts == Remounts() {
      #expect(directory.probe(path, lastSeen: lastSeen) == whole, "\(path)")
    }
    return whole
  }

  enum Layers: String, CaseIterable {
    case tmpfsBelowDisk, diskBelowTmpfs, nested
  }

  private func makeLayers(_ layers: Layers) throws {
    try mounts.makeImage("image")
    try mounts.mountImage("image", at: "disk")
    try mounts.mount("tmpfs", at: "memory")
    let (lower, upper) = layers == .diskBelowTmpfs ? ("disk", "memory") : ("memory", "disk")
    for name in ["a.md", "b.md", "sub/c.md", "sub/d.md"] { mounts.scratch.write(name, to: lower + "/low/" + name) }
    try mounts.makeOverlay(at: layers == .nested ? "inner" : "root", lower: [lower + "/low"], upper: upper)
    guard layers == .nested else { return }
    try mounts.mount("tmpfs", at: "second")
    try mounts.makeOverlay(at: "root", lower: ["inner"], upper: "second")
  }

  @Test(arguments: Layers.allCases)
  func `on an overlay of several file systems, a deleted or renamed file is proven gone`(layers: Layers) throws {
    try makeLayers(layers)
    let root = mounts.scratch.stamp("root").device
    #expect(mounts.scratch.stamp("root/a.md").device != root, "no overlay of several file systems: \(layers)")
    mounts.scratch.write("written", to: "root/sub/new.md")
    let names = ["a.md", "b.md", "sub/c.md", "sub/d.md", "sub/new.md"]
    let seen = try names.map { try read($0, in: "root") }
    try mounts.scratch.remove("root/a.md")
    try #require(rename(mounts.at("root/b.md"), mounts.at("root/moved.md")) == 0)
    try mounts.scratch.remove("root/sub")
    for (name, lastSeen) in zip(names, seen) {
      #expect(try evidence(of: name, in: "root", lastSeen: lastSeen) == .absent, "\(layers): \(name)")
    }
  }

  enum Swap: String, CaseIterable {
    case unmounted, anotherTmpfs, anotherFolder, anotherOverlay, anotherImage
  }

  private func mountFirst(_ swap: Swap) throws {
    switch swap {
    case .unmounted, .anotherTmpfs: try mounts.mount("tmpfs", at: "root/sub")
    case .anotherFolder:
      for name in ["one", "two", "root/sub"] { mounts.scratch.makeFolder(name) }
      try mounts.bind("one", at: "root/sub")
    case .anotherOverlay:
      for name in ["low1", "low2"] { try mounts.mount("tmpfs", at: name) }
      try mounts.makeOverlay(at: "root/sub", lower: ["low1"], upper: "up1")
    case .anotherImage:
      for name in ["image1", "image2"] { try mounts.makeImage(name) }
      try mounts.mountImage("image1", at: "root/sub")
    }
  }

  private func mountSecond(_ swap: Swap) throws {
    try mounts.unmount("root/sub")
    switch swap {
    case .unmounted: break
    case .anotherTmpfs: try mounts.mount("tmpfs", at: "root/sub")
    case .anotherFolder: try mounts.bind("two", at: "root/sub")
    case .anotherOverlay: try mounts.makeOverlay(at: "root/sub", lower: ["low2"], upper: "up2")
    case .anotherImage: try mounts.mountImage("image2", at: "root/sub")
    }
  }

  @Test(arguments: Swap.allCases)
  func `a file isn't proven gone while its file system is not mounted there`(swap: Swap) throws {
    mounts.scratch.write("text", to: "root/a.md")
    try mountFirst(swap)
    mounts.scratch.write("text", to: "root/sub/deep/x.md")
    let seen = try read("sub/deep/x.md", in: "root")
    try mountSecond(swap)
    let doubt = Evidence.unknown(.otherFileSystem(at: swap == .unmounted ? "" : "sub", was: "sub"))
    #expect(try evidence(of: "sub/deep/x.md", in: "root", lastSeen: seen) == doubt)
    if swap != .unmounted { try mounts.unmount("root/sub") }
    try mounts.scratch.remove("root/sub")
    let gone = Evidence.unknown(.otherFileSystem(at: "", was: "sub"))
    #expect(try evidence(of: "sub/deep/x.md", in: "root", lastSeen: seen) == gone)
  }

  @Test func `a mount over a folder hides the files in it`() throws {
    mounts.scratch.write("text", to: "root/sub/x.md")
    let seen = try read("sub/x.md", in: "root")
    try mounts.mount("tmpfs", at: "root/sub")
    #expect(
      try evidence(of: "sub/x.md", in: "root", lastSeen: seen) == .unknown(.otherFileSystem(at: "sub", was: "")))
    try mounts.unmount("root/sub")
    #expect(try evidence(of: "sub/x.md", in: "root", lastSeen: seen) == .present(seen.stamp))
    try mounts.scratch.remove("root/sub/x.md")
    #expect(try evidence(of: "sub/x.md", in: "root", lastSeen: seen) == .absent)
  }

  @Test func `a file system that is mounted again with another device number is the same one`() throws {
    try mounts.makeImage("image")
    try mounts.mountImage("image", at: "root/sub")
    mounts.scratch.write("text", to: "root/sub/x.md")
    let seen = try read("sub/x.md", in: "root")
    try mounts.unmount("root/sub")
    try mounts.makeImage("other")
    try mounts.mountImage("other", at: "elsewhere")
    try mounts.mountImage("image", at: "root/sub")
    try #require(mounts.scratch.stamp("root/sub").device != seen.stamp.device, "the same loop device was given again")
    try mounts.scratch.remove("root/sub/x.md")
    #expect(try evidence(of: "sub/x.md", in: "root", lastSeen: seen) == .absent)
  }

  @Test func `a mounted single file belongs to its mount, not to the file below it`() throws {
    mounts.scratch.write("inner", to: "inner/f.md")
    mounts.scratch.write("", to: "root/f.md")
    try mounts.bind("inner/f.md", at: "root/f.md")
    let seen = try read("f.md", in: "root")
    try mounts.unmount("root/f.md")
    try mounts.scratch.remove("root/f.md")
    #expect(
      try evidence(of: "f.md", in: "root", lastSeen: seen) == .unknown(.otherFileSystem(at: "", was: "f.md")))
  }

  @Test func `a removed link is proven gone, a link with an unmounted or hidden target isn't`() throws {
    try mounts.mount("tmpfs", at: "root/disk")
    mounts.scratch.write("text", to: "root/disk/deep/x.md")
    mounts.scratch.write("text", to: "root/plain/y.md")
    for (link, target) in [
      ("file.md", "disk/deep/x.md"), ("folder", "disk/deep"), ("removed.md", "disk/deep/x.md"), ("y.md", "plain/y.md"),
    ] {
      mounts.scratch.link("root/" + link, to: target)
    }
    let names = ["file.md", "folder/x.md", "removed.md", "y.md"]
    let seen = try Dictionary(uniqueKeysWithValues: names.map { ($0, try read($0, in: "root")) })
    func doubts(_ name: String) throws -> Bool {
      let lastSeen = try #require(seen[name])
      guard case .unknown(.otherFileSystem) = try evidence(of: name, in: "root", lastSeen: lastSeen) else {
        return false
      }
      return true
    }
    try mounts.scratch.remove("root/removed.md")
    #expect(try evidence(of: "removed.md", in: "root", lastSeen: try #require(seen["removed.md"])) == .absent)
    try mounts.unmount("root/disk")
    #expect(try doubts("file.md"))
    #expect(try doubts("folder/x.md"))
    #expect(try evidence(of: "removed.md", in: "root", lastSeen: try #require(seen["removed.md"])) == .absent)
    try mounts.mount("tmpfs", at: "root/plain")
    #expect(try doubts("y.md"))
    try mounts.unmount("root/plain")
    try mounts.scratch.remove("root/plain/y.md")
    #expect(try evidence(of: "y.md", in: "root", lastSeen: try #require(seen["y.md"])) == .excluded(.notAFile))
  }

  private func link(_ links: [(String, to: String)], below root: String) {
    for (link, target) in links { mounts.scratch.link(root + "/" + link, to: target) }
  }

  private func isDoubtful(_ name: String, in root: String, lastSeen: StampedRevision) throws -> Bool {
    if case .unknown(.otherFileSystem) = try evidence(of: name, in: root, lastSeen: lastSeen) { true } else { false }
  }

  @Test func `a link that leads through another link to an unmounted or hidden target isn't proven gone`() throws {
    try mounts.mount("tmpfs", at: "root/disk")
    mounts.scratch.write("text", to: "root/disk/deep/x.md")
    mounts.scratch.write("text", to: "root/plain/y.md")
    mounts.scratch.makeFolder("root/links")
    link(
      [
        ("x.md", "links/x.md"), ("links/x.md", "../short/x.md"), ("short", "disk/deep"), ("y.md", "links/y.md"),
        ("links/y.md", mounts.at("root/plain/y.md")),
      ], below: "root")
    let (x, y) = (try read("x.md", in: "root"), try read("y.md", in: "root"))
    try mounts.unmount("root/disk")
    try mounts.mount("tmpfs", at: "root/plain")
    #expect(try isDoubtful("x.md", in: "root", lastSeen: x))
    #expect(try isDoubtful("y.md", in: "root", lastSeen: y))
    try mounts.unmount("root/plain")
    try mounts.scratch.remove("root/plain/y.md")
    #expect(try evidence(of: "y.md", in: "root", lastSeen: y) == .excluded(.notAFile))
  }

  @Test func `through other links, a target that was deleted on its mounted file system is proven gone`() throws {
    try mounts.mount("tmpfs", at: "root/disk")
    mounts.scratch.write("text", to: "root/disk/deep/x.md")
    link([("x.md", "second.md"), ("second.md", "short/x.md"), ("short", "disk/deep")], below: "root")
    let seen = try read("x.md", in: "root")
    try mounts.scratch.remove("root/disk/deep/x.md")
    #expect(try evidence(of: "x.md", in: "root", lastSeen: seen) == .excluded(.notAFile))
    try mounts.scratch.remove("root/disk/deep")
    #expect(try evidence(of: "x.md", in: "root", lastSeen: seen) == .excluded(.notAFile))
  }

  @Test func `what another file system has in a file's place, such as a pipe or a folder, proves nothing`() throws {
    for name in ["pipe.md", "folder.md"] { mounts.scratch.write("text", to: "root/sub/" + name) }
    link([("to-pipe.md", "sub/pipe.md"), ("to-folder.md", "sub/folder.md")], below: "root")
    let names = ["sub/pipe.md", "sub/folder.md", "to-pipe.md", "to-folder.md"]
    let seen = try names.map { try read($0, in: "root") }
    try mounts.mount("tmpfs", at: "root/sub")
    try #require(mkfifo(mounts.at("root/sub/pipe.md"), 0o644) == 0)
    mounts.scratch.makeFolder("root/sub/folder.md")
    for (name, lastSeen) in zip(names, seen) {
      #expect(try isDoubtful(name, in: "root", lastSeen: lastSeen), "\(name)")
    }
  }

  @Test func `a scan and a read agree on the mounts of each file`() throws {
    try mounts.mount("tmpfs", at: "root/disk")
    try mounts.mount("tmpfs", at: "root/disk/in/inner")
    for name in ["a.md", "disk/x.md", "disk/in/y.md", "disk/in/inner/z.md", "plain/p.md", "f.md"] {
      mounts.scratch.write(name, to: "root/" + name)
    }
    mounts.scratch.write("alone", to: "alone.md")
    try mounts.bind("alone.md", at: "root/f.md")
    for (link, target) in [
      ("l.md", "disk/x.md"), ("tree", "disk/in"), ("disk/out.md", "../a.md"), ("disk/back", "../plain"),
      ("twice.md", "l.md"), ("linked-f.md", "f.md"),
    ] {
      mounts.scratch.link("root/" + link, to: target)
    }
    let report = try mounts.directory("root").scan(now: late)
    #expect(report.files.count == 13)
    for file in report.files {
      #expect(report.crossing(to: file.path)?.mounts == (try read(file.path, in: "root")).mounts, "\(file.path)")
    }
    let places = Set(report.files.compactMap { report.crossing(to: $0.path)?.mounts.file.point })
    #expect(places == ["", "disk", "disk/in/inner", "f.md"])
  }
}
