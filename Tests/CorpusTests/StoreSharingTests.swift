import FreshetCorpus
import Testing

struct StoreSharingTests {
  private func octal(_ mode: UInt32) -> String { String(mode, radix: 8) }

  @Test func `what is new is the owner's alone, or the group's as well`() {
    let modes = [StoreSharing.owner, .group].flatMap { sharing in
      [StoreSharing.Kind.folder, .file].map { octal(sharing.mode(of: $0)) }
    }
    #expect(modes == ["700", "600", "2770", "660"])
  }

  /// Every mode of 12 bits.
  @Test func `whatever the mode was, others have no right after it, and the owner has those that he had`() {
    for now in UInt32(0)...0o7777 {
      for (kind, bits) in [(StoreSharing.Kind.folder, UInt32(0o700)), (.file, 0o600)] {
        let (alone, together) = (
          StoreSharing.owner.mode(of: kind, being: now), StoreSharing.group.mode(of: kind, being: now)
        )
        #expect(alone == now & bits)
        #expect(together & 0o777 == now & bits | (now & bits) >> 3)
        #expect(together & 0o7000 == (kind == .folder ? 0o2000 : 0))
        #expect(StoreSharing.group.mode(of: kind, being: together) == together, "it is said once")
      }
    }
  }

  /// The folders and files that a umask, a parent with the group's bit, or a user leaves.
  @Test func `only a store that Freshet shared counts as shared`() {
    let shared = [UInt32(0o700), 0o755, 0o775, 0o777, 0o770, 0o2700, 0o2750, 0o2755, 0o2770, 0o2775, 0o2777]
      .flatMap { folder in
        [nil, 0o600, 0o640, 0o644, 0o660, 0o664, 0o666].filter { StoreSharing(folder: folder, database: $0) == .group }
          .map { octal(folder) + " " + ($0.map(octal) ?? "none") }
      }
    #expect(shared == ["2770 none", "2770 660"])
    #expect(StoreSharing(folder: 0o42550, database: 0o100440) == .group, "one that was made read-only")
  }
}
