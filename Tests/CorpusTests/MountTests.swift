import FreshetCorpus
import Foundation
import Testing

@Suite struct MountTests {
  private static let ext4: UInt64 = 0xEF53
  private static let overlay: UInt64 = 0x794c_7630

  private static func mount(
    _ device: UInt64, point: String = "p", type: UInt64 = ext4, number: UInt64? = 9, inode: UInt64? = 2,
    born: Int64? = 1
  ) -> Mount {
    Mount(
      point: point, device: device, type: type, number: number, inode: inode,
      born: born.map(Timestamp.init(nanoseconds:)))
  }

  static let cases: [(what: String, then: Mount, now: Mount, isSame: Bool)] = [
    ("nothing changed", mount(1), mount(1), true),
    ("another device after a reboot", mount(1), mount(8), true),
    ("another image in the same loop device", mount(1), mount(1, number: 10), false),
    ("another part of the same file system", mount(1), mount(1, inode: 3), false),
    ("a folder made anew under the same inode", mount(1), mount(1, born: 2), false),
    ("a birth time that is missing now", mount(1), mount(1, born: nil), true),
    ("another place", mount(1), mount(1, point: "q"), false),
    ("another Unicode form of the place", mount(1, point: "\u{E9}"), mount(1, point: "e\u{301}"), false),
    ("another kind of file system", mount(1), mount(1, type: 0x0102_1994), false),
    ("without a number, the same device", mount(1, number: nil), mount(1, number: nil), true),
    ("without a number, another device", mount(1, number: nil), mount(8, number: nil), false),
    ("an overlay that shows its layer's number", mount(1, type: overlay), mount(8, type: overlay), false),
    ("the same overlay", mount(1, type: overlay), mount(1, type: overlay), true),
  ]

  @Test func `a mount is recognized by properties that are never reused, not by its device`() {
    for (what, then, now, isSame) in Self.cases { #expect(then.isSame(as: now) == isSame, "\(what)") }
  }

  @Test func `the mounts of a document are written and read back unchanged`() throws {
    let mounts = DocumentMounts(
      name: Self.mount(.max, point: "", number: .max, inode: nil, born: nil),
      file: Self.mount(2, point: "e\u{301}", inode: .max, born: .min))
    let bytes = try JSONEncoder().encode(mounts)
    let read = try JSONDecoder().decode(DocumentMounts.self, from: bytes)
    #expect(read == mounts)
    #expect(read.file.point.utf8.elementsEqual("e\u{301}".utf8))
    let one = DocumentMounts(Self.mount(1))
    #expect(try JSONDecoder().decode(DocumentMounts.self, from: JSONEncoder().encode(one)) == one)
  }
}
