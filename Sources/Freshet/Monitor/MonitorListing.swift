internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// Lists the documents that a monitor probes.
enum MonitorListing {
  /// Returns all documents of the sources and of the store, each with a hash that changes when its file or its served
  /// text changes.
  static func marks(of sources: SourceSet, in store: Store, _ clock: WallClock) async throws -> [DocumentID: UInt64] {
    var marks: [DocumentID: UInt64] = [:]
    for document in try store.read({ try $0.documents() }) {
      var hash = StableHash()
      for byte in document.revision.fingerprint.bytes { hash.combine(byte) }
      marks[document.id] = hash.finish()
    }
    for source in try sources.named(by: store).all {
      for file in try source.scan(now: clock).files where !source.isOwn(file.path) {
        marks[source.id(file.path), default: 0] ^= mark(of: file.stamp)
      }
    }
    return marks
  }

  private static func mark(of stamp: FileStamp) -> UInt64 {
    [
      stamp.inode, UInt64(bitPattern: stamp.sizeInBytes), UInt64(bitPattern: stamp.modified.nanoseconds),
      UInt64(bitPattern: stamp.statusChanged.nanoseconds),
    ].reduce(0) { StableHash.mixed($0 &+ $1) }
  }
}
