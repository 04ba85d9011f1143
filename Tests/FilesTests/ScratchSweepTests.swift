import Foundation
import FreshetTestSupport
import Glibc
import Testing

@testable import FreshetFiles

struct ScratchSweepTests {
  private let place: TemporaryFolder
  private let names = (0..<2).map { _ in "freshet-scratch-\(UUID().uuidString.lowercased())" }

  init() throws {
    place = try TemporaryFolder()
  }

  private var left: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: place.path).sorted() }
  }

  @Test func `what a killed process left goes, with all that lies in it`() throws {
    for name in names {
      try place.makeFolder(name + "/cookies")
      try place.write("secret", to: name + "/store.sqlite")
    }
    #expect(ScratchSweep.run(in: [place.path]) == ScratchSweep.Rest())
    #expect(try left == [])
  }

  @Test func `a folder that is in use stays, and goes with its last reference; only its owner may enter it`() throws {
    var scratch: ScratchFolder? = try ScratchFolder(in: place.path)
    let path = try #require(scratch?.path)
    let file = OwnFile.open(path + "/store.sqlite", O_RDWR | O_CREAT | O_EXCL)
    close(file)
    let name = String(path.dropFirst(place.path.utf8.count + 1))
    #expect(ScratchSweep.run(in: [place.path]).held == [path])
    #expect(try place.modes() == [name + " 700", name + "/store.sqlite 600"])
    scratch = nil
    #expect(try left == [])
  }

  @Test func `links, files and other names are left alone, and what they lead to`() throws {
    try place.makeFolder("mine")
    try place.write("mine", to: "mine/a")
    let entries = [
      "freshet-scratch-", "freshet-scratch-x", "freshet-scratch-\(UUID().uuidString)x", "freshet-command-x",
    ]
    for name in entries { try place.makeFolder(name) }
    try FileManager.default.createSymbolicLink(atPath: place.at(names[0]), withDestinationPath: place.at("mine"))
    try place.write("file", to: names[1])
    let before = try place.modes()
    #expect(ScratchSweep.run(in: [place.path]) == ScratchSweep.Rest())
    #expect(try place.modes() == before)
  }

  @Test func `a link in such a folder goes, and not what it leads to`() throws {
    try place.makeFolder("mine")
    try place.write("mine", to: "mine/a")
    try place.makeFolder(names[0])
    try FileManager.default.createSymbolicLink(
      atPath: place.at(names[0] + "/link"), withDestinationPath: place.at("mine"))
    ScratchSweep.run(in: [place.path])
    #expect(try place.modes() == ["mine 700", "mine/a 600"])
  }

  @Test(.enabled(if: getuid() == 0, "only root can make another user's folder"))
  func `another user's folder is named and not touched, even by root`() throws {
    try place.makeFolder(names[0])
    try place.write("theirs", to: names[0] + "/store.sqlite")
    chown(place.at(names[0]), 4_001, 4_001)
    #expect(ScratchSweep.run(in: [place.path]).others == [place.at(names[0]): 4_001])
    #expect(try left == [names[0]])
  }

  @Test func `one of an older version stays as long as its database is locked, or was just changed`() throws {
    let old = "freshet-state-\(UUID().uuidString)"
    try place.makeFolder(old, mode: 0o755)
    try place.write("secret", to: old + "/store.sqlite", mode: 0o644)
    #expect(ScratchSweep.run(in: [place.path]).held == [place.at(old)], "changed a moment ago")
    #expect(try left == [old])
  }
}
