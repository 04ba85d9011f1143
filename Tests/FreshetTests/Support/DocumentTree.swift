import FreshetCorpus
import Foundation
import Freshet
import FreshetTestSupport
import GRDB
import Synchronization

/// A real folder of documents that goes when the test ends, and a clock that only the test moves.
final class DocumentTree: Sendable {
  let root: String
  private let folder: TemporaryFolder
  private let skew = Mutex<Int64>(0)

  init() throws {
    folder = try TemporaryFolder()
    root = folder.path
  }

  /// The system's time and an hour: files were written long before, so their stamps vouch.
  var later: WallClock {
    { [self] in
      let hour: Int64 = 3_600_000_000_000
      return Timestamp(nanoseconds: systemClock().nanoseconds + hour + skew.withLock { $0 })
    }
  }

  func advance(bySeconds seconds: Int64) {
    skew.withLock { $0 += seconds * 1_000_000_000 }
  }

  func write(_ text: String, to path: String) throws {
    try write(Array(text.utf8), to: path)
  }

  func write(_ bytes: [UInt8], to path: String) throws {
    let url = URL(fileURLWithPath: root + "/" + path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func read(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: root + "/" + path)))
  }

  func remove(_ path: String) throws {
    try FileManager.default.removeItem(atPath: root + "/" + path)
  }

  func move(_ from: String, to path: String) throws {
    let target = root + "/" + path
    try FileManager.default.createDirectory(
      atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try FileManager.default.moveItem(atPath: root + "/" + from, toPath: target)
  }

  /// Changes the store directly, without any Freshet process.
  func execute(_ sql: String) throws {
    let queue = try DatabaseQueue(path: root + "/.freshet/store.sqlite")
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
  }

  /// The store beside the documents.
  func cache(
    _ embedder: some Embedder = HashedNGramEmbedder(), _ settings: CoherenceSettings = .standard,
    clock: WallClock? = nil
  ) throws -> RetrievalCache {
    try RetrievalCache.open(
      at: .beside(root), embedder: embedder, sources: [SourceConfiguration(root: root, coherence: settings)],
      options: CacheOptions(clock: clock ?? later))
  }

  /// A store of its own in a folder of its own, as if nothing had been indexed before.
  func scratchCache(_ embedder: some Embedder = HashedNGramEmbedder()) throws -> RetrievalCache {
    let store = root + "/.freshet/scratch-\(UUID().uuidString)"
    return try RetrievalCache.open(
      at: StoreLocation(store: store, root: root), embedder: embedder, options: CacheOptions(clock: later))
  }
}

/// What is served, without what differs from store to store: versions.
struct ServedLine: Hashable, CustomStringConvertible {
  let document: DocumentID
  let bytes: Range<Int>
  let lines: LineRange
  let headingPath: [String]
  let address: ContentAddress
  let text: String
  let space: SpaceID
  let state: Freshness

  var description: String { "\(document)[\(bytes)] \(state.name) \(text.prefix(30))" }
}

extension RetrievalCache {
  func served() throws -> [ServedLine] {
    var lines: [ServedLine] = []
    try dump {
      lines.append(
        ServedLine(
          document: $0.document, bytes: $0.bytes, lines: $0.lines, headingPath: $0.headingPath,
          address: $0.address, text: $0.text, space: $0.space, state: $0.state))
    }
    return lines
  }
}
