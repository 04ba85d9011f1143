import FreshetCorpus
import Foundation
import FreshetTestSupport
import Glibc
import Testing

@testable import FreshetFiles

struct OwnFolderTests {
  private let place: TemporaryFolder

  init() throws {
    place = try TemporaryFolder()
  }

  private func make(_ name: String) throws {
    let file = OwnFile.open(place.at(name), O_WRONLY | O_CREAT)
    try #require(file >= 0, "errno \(errno)")
    close(file)
  }

  /// A folder and a database in it, with these modes.
  private func store(_ folder: mode_t, _ database: mode_t?) throws {
    try place.makeFolder("st")
    if let database { try place.write("", to: "st/store.sqlite", mode: database) }
    chmod(place.at("st"), folder)
  }

  @Test func `a file gets the mode that folder and database say`() throws {
    try store(0o2770, 0o660)
    try make("st/answers")
    #expect(try place.modes() == ["st 2770", "st/answers 660", "st/store.sqlite 660"])
    chmod(place.at("st/store.sqlite"), 0o640)
    try make("st/writer.lock")
    #expect(try place.modes().contains("st/writer.lock 600"))
  }

  @Test func `one that is there is opened as it is, and a link is never followed`() throws {
    try store(0o700, 0o600)
    try place.write("target", to: "target", mode: 0o644)
    for name in ["st/answers", "st/writer.lock"] { symlink(place.at("target"), place.at(name)) }
    #expect(OwnFile.open(place.at("st/writer.lock"), O_RDWR | O_CREAT) == -1 && errno == ELOOP)
    #expect(OwnFile.open(place.at("st/answers"), O_WRONLY | O_CREAT | O_EXCL) == -1 && errno == EEXIST)
    try place.write("1", to: "st/index", mode: 0o640)
    try make("st/index")
    #expect(try place.modes().contains("st/index 640"))
  }

  @Test(.enabled(if: getuid() == 0, "only root gives files away"))
  func `what root makes belongs to whom the database belongs to, or the folder`() throws {
    try store(0o700, nil)
    chown(place.at("st"), 4_001, 4_000)
    try make("st/first")
    try place.write("", to: "st/store.sqlite", mode: 0o600)
    chown(place.at("st/store.sqlite"), 4_002, 4_000)
    try make("st/second")
    #expect(place.owner(of: "st/first") == [4_001, 4_000] && place.owner(of: "st/second") == [4_002, 4_000])
  }

  @Test func `an old store is mended once`() throws {
    try store(0o755, 0o644)
    for name in ["store.sqlite-wal", "store.sqlite-shm", "writer.lock", "index", "answers", "index.1-2.new"] {
      try place.write("", to: "st/" + name, mode: 0o644)
    }
    try place.makeFolder("st/cookies", mode: 0o755)
    try place.write("", to: "st/cookies/1-a", mode: 0o644)
    let mended = OwnFolder(at: place.at("st"))?.mend(to: nil)
    #expect(mended?.sharing == .owner && mended?.isNarrower == true && mended?.isWider == false)
    #expect(
      try place.modes() == [
        "st 700", "st/answers 600", "st/cookies 700", "st/cookies/1-a 600", "st/index 600", "st/index.1-2.new 600",
        "st/store.sqlite 600", "st/store.sqlite-shm 600", "st/store.sqlite-wal 600", "st/writer.lock 600",
      ])
    #expect(OwnFolder(at: place.at("st"))?.mend(to: nil) == nil)
  }

  @Test func `shared with the group and back, it is each time as it says`() throws {
    try store(0o700, 0o600)
    try place.write("", to: "st/index", mode: 0o600)
    #expect(OwnFolder(at: place.at("st"))?.mend(to: .group)?.isWider == true)
    #expect(try place.modes() == ["st 2770", "st/index 660", "st/store.sqlite 660"])
    #expect(OwnFolder(at: place.at("st"))?.sharing == .group)
    #expect(OwnFolder(at: place.at("st"))?.mend(to: nil) == nil, "who isn't told otherwise leaves it shared")
    #expect(OwnFolder(at: place.at("st"))?.mend(to: .owner)?.isNarrower == true)
    #expect(try place.modes() == ["st 700", "st/index 600", "st/store.sqlite 600"])
  }

  @Test func `the folder's own group bits that come from its parent and the umask are no sharing`() throws {
    try store(0o2770, 0o640)
    #expect(OwnFolder(at: place.at("st"))?.mend(to: nil)?.isNarrower == true)
    #expect(try place.modes() == ["st 700", "st/store.sqlite 600"])
  }

  @Test func `a folder of another name that holds other things keeps its mode, and so do these`() throws {
    try store(0o755, 0o644)
    try place.write("", to: "st/notes.md", mode: 0o644)
    _ = OwnFolder(at: place.at("st"))?.mend(to: nil)
    #expect(try place.modes() == ["st 755", "st/notes.md 644", "st/store.sqlite 600"])
  }

  @Test func `what was made read-only stays so`() throws {
    try store(0o555, 0o444)
    _ = OwnFolder(at: place.at("st"))?.mend(to: .group)
    #expect(try place.modes() == ["st 2550", "st/store.sqlite 440"])
    chmod(place.at("st"), 0o700)
  }

  @Test func `neither a link nor another name of a file is changed`() throws {
    try store(0o700, 0o600)
    try place.write("", to: "other", mode: 0o644)
    symlink(place.at("other"), place.at("st/index"))
    try #require(link(place.at("other"), place.at("st/answers")) == 0)
    _ = OwnFolder(at: place.at("st"))?.mend(to: .owner)
    #expect(try place.modes().contains("other 644"))
  }

  @Test(.enabled(if: getuid() == 0, "only root is another user"))
  func `root widens nothing that isn't the owner's: he may have moved a file of root's there`() throws {
    try store(0o700, 0o600)
    for name in ["st", "st/store.sqlite"] { chown(place.at(name), 4_001, 4_000) }
    try place.write("root's", to: "st/answers", mode: 0o600)
    _ = OwnFolder(at: place.at("st"))?.mend(to: .group)
    #expect(try place.modes() == ["st 2770", "st/answers 600", "st/store.sqlite 660"])
    #expect(place.owner(of: "st/answers") == [0, 0])
  }

  @Test(.enabled(if: getuid() == 0, "only root gives files away"))
  func `a new store is shared with the group of the folder around it, an old one with its own`() throws {
    try place.makeFolder("docs")
    chown(place.at("docs"), 0, 4_000)
    try place.makeFolder("docs/.freshet")
    try place.write("", to: "docs/.freshet/store.sqlite", mode: 0o600)
    let mended = OwnFolder(at: place.at("docs/.freshet"))?.mend(to: .group)
    #expect(mended?.group == 4_000)
    #expect(["docs/.freshet", "docs/.freshet/store.sqlite"].map(place.owner) == [[0, 4_000], [0, 4_000]])
    chown(place.at("docs/.freshet"), 0, 4_003)
    _ = OwnFolder(at: place.at("docs/.freshet"))?.mend(to: .group)
    #expect(OwnFolder(at: place.at("docs/.freshet"))?.status.st_gid == 4_003)
  }

  @Test(.enabled(if: getuid() == 0, "only root gives files away"))
  func `cookies that root's watch makes are those of the documents' owner`() throws {
    try place.makeFolder("docs", mode: 0o755)
    chown(place.at("docs"), 4_001, 4_001)
    OwnFolder.makeCookies(in: place.at("docs"), for: nil)
    #expect(try place.modes() == ["docs 755", "docs/.freshet 700", "docs/.freshet/cookies 700"])
    #expect(["docs/.freshet", "docs/.freshet/cookies"].map(place.owner) == [[4_001, 4_001], [4_001, 4_001]])
  }

  @Test func `cookies are shared as the store is, wherever that lies`() throws {
    try store(0o2770, 0o660)
    try place.makeFolder("docs/.freshet/cookies", mode: 0o755)
    chmod(place.at("docs/.freshet"), 0o755)
    OwnFolder.makeCookies(in: place.at("docs"), for: place.at("st"))
    #expect(
      try place.modes() == [
        "docs 755", "docs/.freshet 2770", "docs/.freshet/cookies 2770", "st 2770", "st/store.sqlite 660",
      ])
  }
}
