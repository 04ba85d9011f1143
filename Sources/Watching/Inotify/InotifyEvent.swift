internal import Glibc

/// One inotify event: its watch, its kinds, and the name of the affected entry of the watched folder.
struct InotifyEvent {
  struct Kinds: OptionSet {
    let rawValue: UInt32

    init(rawValue: UInt32) { self.rawValue = rawValue }
    private init(_ mask: Int32) { rawValue = UInt32(bitPattern: mask) }

    static let modify = Kinds(IN_MODIFY)
    static let attributes = Kinds(IN_ATTRIB)
    static let closeAfterWriting = Kinds(IN_CLOSE_WRITE)
    static let movedFrom = Kinds(IN_MOVED_FROM)
    static let movedTo = Kinds(IN_MOVED_TO)
    static let create = Kinds(IN_CREATE)
    static let delete = Kinds(IN_DELETE)
    static let deleteSelf = Kinds(IN_DELETE_SELF)
    static let moveSelf = Kinds(IN_MOVE_SELF)
    static let unmount = Kinds(IN_UNMOUNT)
    static let overflow = Kinds(IN_Q_OVERFLOW)
    static let ignored = Kinds(IN_IGNORED)
    static let isFolder = Kinds(IN_ISDIR)

    /// The kinds of events that a watch on documents needs. Kinds that reading a file causes aren't among them:
    /// otherwise each read of a changed file would cause the next event, endlessly.
    static let ofDocuments: Kinds = [
      .modify, .attributes, .closeAfterWriting, .movedFrom, .movedTo, .create, .delete, .deleteSelf, .moveSelf,
    ]
    static let ofArrivals: Kinds = [.movedTo, .create, .deleteSelf, .moveSelf]

    static let namesAppear: Kinds = [.create, .movedTo]
    static let namesChange: Kinds = [.create, .movedTo, .delete, .movedFrom]
    static let placeIsLost: Kinds = [.deleteSelf, .moveSelf, .unmount]
  }

  /// The watch descriptor; -1 if the event reports an overflow of the queue.
  let watch: Int32
  let kinds: Kinds
  /// The name of the entry in the watched folder; empty for an event about the watched file or folder itself.
  let name: ArraySlice<UInt8>
}

extension InotifyEvent {
  private static let headerInBytes = MemoryLayout<inotify_event>.size

  /// Parses the bytes that read(2) returned: complete events, each a header followed by a name padded with zeros.
  static func events(in bytes: [UInt8]) -> [InotifyEvent] {
    var events: [InotifyEvent] = []
    var start = 0
    while start + headerInBytes <= bytes.count {
      let header = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: inotify_event.self) }
      let nameStart = start + headerInBytes
      let end = min(nameStart + Int(header.len), bytes.count)
      events.append(
        InotifyEvent(
          watch: header.wd, kinds: Kinds(rawValue: header.mask), name: bytes[nameStart..<end].prefix { $0 != 0 }))
      start = end
    }
    return events
  }
}
