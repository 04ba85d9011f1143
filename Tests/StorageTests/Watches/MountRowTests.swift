import FreshetCorpus
import FreshetStorage
import FreshetTestSupport
import Testing

/// The stored mounts on which documents lay when they were read.
struct MountRowTests {
  private let folder: TemporaryFolder
  private let store: Store

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(at: folder.path + "/.freshet", for: .writing)
  }

  private static func mount(_ point: String, _ device: UInt64) -> Mount {
    Mount(point: point, device: device, type: .max, number: .max, inode: point.isEmpty ? nil : .max, born: nil)
  }

  private static let composed = DocumentMounts(mount("\u{E9}", 1))
  private static let decomposed = DocumentMounts(name: mount("", 1), file: mount("e\u{301}", 1))

  private func stamped(_ path: String, on mounts: DocumentMounts?) -> StampedRevision {
    let moment = Timestamp(nanoseconds: 2)
    let stamp = FileStamp(device: 3, inode: 4, sizeInBytes: 3, modified: moment, statusChanged: moment)
    return StampedRevision(
      revision: StoredDocuments.manifest(path, ["one"]).revision, stamp: stamp, lookedAt: moment, mounts: mounts)
  }

  private func install(_ path: String, on mounts: DocumentMounts?) throws {
    let manifest = StoredDocuments.manifest(path, ["one"], stamped: stamped(path, on: mounts))
    try store.write { writer in
      try writer.activate(StoredDocuments.space)
      try writer.keep(StoredDocuments.texts(["one"]), at: StoredDocuments.start)
      let verified = StoredDocuments.verified(6)
      _ = try writer.install(manifest, over: try writer.reader.moment(), isMarked: false, verified: verified)
    }
  }

  @Test func `every reader reads a document's mounts back unchanged, after installing and confirming`() throws {
    try install("a.md", on: Self.composed)
    try install("b.md", on: Self.decomposed)
    try install("c.md", on: nil)
    try install("d.md", on: Self.composed)
    try store.write { writer in
      _ = try writer.confirm(
        DocumentID(path: "d.md"), stamped: stamped("d.md", on: Self.decomposed), over: writer.reader.moment())
    }
    let expected = [Self.composed, Self.decomposed, nil, Self.decomposed]
    try store.read { reader in
      #expect(try reader.documents().map(\.stamped?.mounts) == expected)
      #expect(try reader.documents(of: "files", below: ["b.md"]).map(\.stamped?.mounts) == [Self.decomposed])
      #expect(try reader.manifest(of: DocumentID(path: "a.md"))?.stamped?.mounts == Self.composed)
      let columns = try reader.stampedDocuments(in: StoredDocuments.space.id, by: [:], otherwise: "test/1")
      #expect(columns["files"]?.records.map(\.stamped?.mounts) == expected)
      let served = try reader.placements(at: [StoredDocuments.address("one")]).values.joined()
      #expect(served.map(\.stamped?.mounts) == expected)
      let point = try reader.document(DocumentID(path: "b.md"))?.stamped?.mounts?.file.point
      #expect(point.map { Array($0.utf8) } == Array("e\u{301}".utf8))
    }
  }
}
