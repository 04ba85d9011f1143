import FreshetCorpus
import FreshetStorage
import FreshetTestSupport
import Testing

/// Rows of `holds` that are no replica's, beside those of replicas with any possible name.
struct HoldKeysTests {
  private static let hold = Hold(why: "most of it would go", since: 1)

  @Test(arguments: ["hidden", "-", "_", "a.md"].map(ReplicaID.init).filter(\.isPossible))
  func `no replica's name ends the hold on hidden names, or names a document`(peer: ReplicaID) throws {
    let folder = try TemporaryFolder()
    let store = try Store(at: folder.path + "/.freshet", for: .writing)
    try store.write { writer in
      try writer.recordHiddenHold("1 would leave", of: "files")
      try writer.name(".a.md", of: "files")
      try writer.replaceHolds(by: peer, ["files": Self.hold])
      #expect(try writer.reader.hiddenHold(of: "files") == "1 would leave")
      #expect(try writer.reader.holdsOfPeers() == ["files": Self.hold.why])
      #expect(try writer.reader.hold(of: "files", by: peer) == Self.hold)
      try writer.replaceHolds(by: peer, [:])
      #expect(try writer.reader.hiddenHold(of: "files") == "1 would leave")
      #expect(try writer.reader.namedPaths(of: "files") == [".a.md"])
      #expect(try writer.reader.holdsOfPeers() == [:])
    }
  }
}
