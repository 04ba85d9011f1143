internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// The bytes of a revision that an answer serves: those that a program pushed, or a file whose hash is that of the
/// revision.
struct RevisionBytes {
  let bytes: [UInt8]
  /// Whether the bytes were read from the document's file just now.
  let isFromSource: Bool

  /// Reads the bytes. Nil if neither the store nor the document's file has them.
  init?(of served: ServedPlacement, in environment: CacheEnvironment, _ reader: StoreReader) throws {
    let stored = try reader.sound(.document(served.document)) { try reader.blob(of: served.revision) }
    if let stored = stored ?? nil {
      (bytes, isFromSource) = (stored, false)
    } else if let read = Self.read(served, in: environment) {
      (bytes, isFromSource) = (read, true)
    } else {
      return nil
    }
  }

  private static func read(_ served: ServedPlacement, in environment: CacheEnvironment) -> [UInt8]? {
    guard let source = environment.sources[served.document.source],
      // A file that can't be read is no error: the answer has the stored passages instead, and says so.
      let (reading, bytes) = try? source.read(served.document, lastSeen: served.stamped, now: environment.clock),
      case .revision(let stamped) = reading, stamped.revision == served.revision
    else { return nil }
    return bytes
  }
}
