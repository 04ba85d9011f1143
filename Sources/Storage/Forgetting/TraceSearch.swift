internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// Searches the bytes of every file in a store's folder for erased content, without SQLite's help.
///
/// The search queries the database only for the content of other documents, because a text that they share with the
/// erased document may stay. The lexical index contains words in stemmed and compressed form, which no search for bytes
/// can find. For these words, SQLite's integrity check proves that the index contains exactly the words of the
/// remaining passages.
package struct TraceSearch {
  /// The length of a window (a fragment of erased content to search for), in bytes.
  static let window = 24
  static let stride = 8
  /// The shortest content to search for, in bytes. Shorter content may occur anywhere by chance.
  static let shortest = 8
  private static let block = 1 << 20

  private var groups: [TraceWindows]
  private let erased: DocumentID
  private var commonWindows: Int?

  package init(for erasure: Erasure) {
    erased = erasure.document
    let searchable = erasure.erased.filter { $0.count >= Self.shortest }
    let byLength = Dictionary(grouping: searchable) { min($0.count, Self.window) }
    groups = byLength.sorted { $0.key < $1.key }.map {
      TraceWindows(of: $0.value, length: $0.key, stride: Self.stride)
    }
  }

  /// Searches the files of `store` for erased content.
  ///
  /// - Parameter scratch: scratch folders (private folders for temporary files) to search, too. Other processes may
  ///   remove them at any time.
  /// - Throws: `StorageError.damaged` if the words in the lexical index differ from the words of the passages.
  package mutating func report(on store: Store, scratch: [String] = []) throws -> TraceReport {
    var report = TraceReport()
    report.commonWindows = try forgetWhatStays(in: store)
    report.windows = windows
    try store.checkLexicalIndex()
    for file in try Self.files(in: store.path) { try search(file, of: store.path, &report) }
    for folder in scratch { try search(scratch: folder, &report) }
    return report
  }

  /// Those of the `scratch` folders that contain erased bytes; all of them if there is nothing to search for.
  package mutating func holders(among scratch: [String], of store: Store) throws -> [String] {
    if scratch.isEmpty { return [] }
    _ = try forgetWhatStays(in: store)
    return try scratch.filter { folder in
      var report = TraceReport()
      try search(scratch: folder, &report)
      return windows == 0 || report.found > 0
    }
  }

  private var windows: Int { groups.reduce(0) { $0 + $1.count } }

  /// Excludes windows that occur in content of other documents from the search.
  ///
  /// - Returns: the number of excluded windows.
  private mutating func forgetWhatStays(in store: Store) throws -> Int {
    if let commonWindows { return commonWindows }
    let all = windows
    try store.read { try forgetWhatStays($0) }
    commonWindows = all - windows
    return all - windows
  }

  private static func files(in folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).sorted().filter {
      var status = stat()
      return lstat("\(folder)/\($0)", &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
  }

  private func search(scratch folder: String, _ report: inout TraceReport) throws {
    guard let files = try? Self.files(in: folder) else { return }  // another process removed the folder
    var found = TraceReport()
    for file in files { try search(file, of: folder, &found) }
    report.add(found, in: folder)
  }

  private func search(_ file: String, of folder: String, _ report: inout TraceReport) throws {
    let descriptor = open("\(folder)/\(file)", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return }
      throw StorageError.unreadable(path: "\(folder)/\(file)", why: String(cString: strerror(errno)))
    }
    defer {
      if OpenFiles.names.contains(file) {
        OpenStores.close(descriptor, withStoreAt: folder + "/" + Store.fileName)
      } else {
        close(descriptor)
      }
    }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
    report.files += 1
    var (bytes, offset): ([UInt8], Int64) = ([], 0)
    while let block = try handle.read(upToCount: Self.block), !block.isEmpty {
      let known = bytes.count
      bytes += block
      report.bytes += Int64(block.count)
      search(bytes, after: known, at: offset, file, &report)
      let kept = min(bytes.count, Self.window - 1)
      offset += Int64(bytes.count - kept)
      bytes.removeFirst(bytes.count - kept)
    }
  }

  /// Searches `bytes`, which are at `offset` in `file`, for the windows, and adds what it finds to `report`.
  ///
  /// - Parameter known: the number of leading bytes that an earlier call has searched. This call ignores windows that
  ///   end within them.
  private func search(_ bytes: [UInt8], after known: Int, at offset: Int64, _ file: String, _ report: inout TraceReport)
  {
    bytes.withUnsafeBytes { bytes in
      for group in groups {
        group.each(in: bytes) { start, _ in
          guard start + group.length > known else { return }
          report.found += 1
          guard report.traces.count < TraceReport.mostTraces else { return }
          report.traces.append(FoundTrace(file: file, offset: offset + Int64(start)))
        }
      }
    }
  }
}

extension TraceSearch {
  /// Removes windows that occur in other documents, in names that the store keeps by design, and in the schema.
  private mutating func forgetWhatStays(_ reader: StoreReader) throws {
    let reached = try Reachability(of: reader)
    try forget(Self.passages, reader) { reached.addresses.contains(ContentAddress($0)) }
    try forget("SELECT revision, bytes FROM blobs", reader) { reached.revisions.contains(Revision($0)) }
    for sql in Self.others {
      try reader.database.each(sql, [erased.source, erased.path]) { forget($0, from: 0) }
    }
    for sql in Self.names { try reader.database.each(sql) { forget($0, from: 0) } }
  }

  private static let passages = """
    SELECT c.address, c.text, lower(c.text), c.spaced, v.components FROM chunks c
    LEFT JOIN vectors v ON v.address = c.address
    """

  private static let others = [
    "SELECT title, metadata, attributes FROM documents WHERE NOT (source = ? AND path = ?)",
    """
    SELECT v.title, v.metadata, v.manifest FROM versions v JOIN documents d ON d.id = v.document
    WHERE NOT (d.source = ? AND d.path = ?)
    """,
    """
    SELECT p.headings, p.columns FROM placements p JOIN documents d ON d.id = p.document
    WHERE NOT (d.source = ? AND d.path = ?)
    """,
    """
    SELECT l.words FROM labels l JOIN documents d ON d.id = l.document WHERE NOT (d.source = ? AND d.path = ?)
    """,
    """
    SELECT h.words FROM headings h JOIN placements p ON p.heading = h.id JOIN documents d ON d.id = p.document
    WHERE NOT (d.source = ? AND d.path = ?)
    """,
    "SELECT path, detail FROM transitions WHERE NOT (source = ? AND path = ?)",
    "SELECT path, failure FROM journal WHERE NOT (source = ? AND path = ?)",
  ]

  private static let names = [
    "SELECT source, path, chunker FROM documents", "SELECT DISTINCT source, path FROM changes",
    "SELECT name, root FROM sources", "SELECT source, chunker FROM chunkers", "SELECT fields FROM spaces",
    "SELECT name, sql FROM sqlite_schema",
  ]

  private mutating func forget(_ sql: String, _ reader: StoreReader, if stays: (Fingerprint) -> Bool) throws {
    try reader.database.each(sql) { row in
      if stays(try row.fingerprint(0)) { forget(row, from: 1) }
    }
  }

  private mutating func forget(_ row: Row, from first: Int) {
    for value in row.databaseValues.dropFirst(first) {
      guard let data = Data.fromDatabaseValue(value) else { continue }
      for group in groups.indices { data.withUnsafeBytes { groups[group].forget($0) } }
    }
  }
}
