import FreshetCorpus
import FreshetSeededNumbers
import FreshetTestSupport
import GRDB
import FreshetStorage

/// A garbage collection in steps of a few rows, while a writer stores passages and refers to them between any two
/// steps. Everything is kept as briefly as possible: without the barrier nothing but a reference would save a passage.
struct CollectionSimulation {
  private let folder: TemporaryFolder
  private let store: Store
  private var random: SplitMix64
  private var now: Int64 = 1_000
  /// What the writer stored, or referred to, since the collection proved its garbage.
  private var touched: Set<String> = []
  private var touchedBlobs: Set<String> = []
  /// How many passages a writer saved from the collection after it had proven them to be garbage.
  private(set) var saved = 0

  private static let passages = (0..<24).map { "passage \($0)" }
  private static let names = ["a.md", "b.md", "c.md"]

  /// - Parameter dropping: triggers of the barrier to remove: the seeded bug.
  init(seed: UInt64, dropping triggers: [String] = []) throws {
    folder = try TemporaryFolder()
    store = try Store(at: folder.path + "/.freshet", for: .writing)
    random = SplitMix64(seed: seed)
    try store.write { try $0.activate(StoredDocuments.space) }
    let queue = try DatabaseQueue(path: store.path + "/store.sqlite")
    for trigger in triggers { try queue.write { try $0.execute(sql: "DROP TRIGGER \(trigger)") } }
    try queue.close()
  }

  /// Fills the store, then collects its garbage among other writes.
  ///
  /// - Returns: what is missing at the end.
  mutating func run() throws -> [String] {
    for _ in 0..<Int.random(in: 3...12, using: &random) { try write() }
    for text in Self.passages where random.chance(70) {
      try store.write { try $0.keep(StoredDocuments.texts([text]), at: Timestamp(nanoseconds: 1)) }
      try store.write { try $0.keep(blob: Array(text.utf8), of: Self.revision(text)) }
    }
    try collect()
    return try missing()
  }

  private mutating func collect() throws {
    let (retention, cutoff) = (
      Retention(history: Timestamp(nanoseconds: now - 5), grace: Timestamp(nanoseconds: .max)),
      Timestamp(nanoseconds: .max)
    )
    var collected = CollectedGarbage()
    let versions = try store.read { try $0.expiredVersions(retention) }
    try inSteps(versions) { try $0.forgetVersions($1, retention, &collected) }
    let presumed = try store.read { try $0.presumedGarbage() }
    let number = try store.write { try $0.beginCollection() }
    try inSteps(presumed.passages) { try $0.nominate($1, in: number) }
    try inSteps(presumed.blobs) { try $0.nominate($1, in: number) }
    (touched, touchedBlobs) = ([], [])
    let proven = try store.read { try $0.provenGarbage() }
    let free = Set(proven.passages.map(\.address))
    try inSteps(proven.passages) { try $0.free($1, in: number, keptBy: cutoff, &collected) }
    try inSteps(proven.blobs) { try $0.free($1, in: number, &collected) }
    saved = touched.count { free.contains(StoredDocuments.address($0)) }
  }

  private mutating func inSteps<Row>(
    _ rows: [Row], _ body: (StoreWriter, ArraySlice<Row>) throws -> Void
  ) throws {
    var rest = rows[...]
    while !rest.isEmpty {
      while random.chance(50) { try write() }
      let piece = rest.prefix(Int.random(in: 1...3, using: &random))
      try store.write { try body($0, piece) }
      rest = rest.dropFirst(piece.count)
    }
  }

  private static func revision(_ text: String) -> Revision { Revision(hashing: Array(text.utf8)) }

  /// The passages whose texts are stored: a writer may refer to them without storing them again.
  private func stored() throws -> [String] {
    let addresses = Self.passages.map(StoredDocuments.address)
    let lacked = try store.read { try $0.lackedTexts(addresses) }
    return Self.passages.filter { !lacked.contains(StoredDocuments.address($0)) }
  }

  private mutating func write() throws {
    now += 1
    let (number, name, time) = (Int.random(in: 0..<9, using: &random), random.pick(Self.names), now)
    let texts = (0..<Int.random(in: 1...2, using: &random)).map { _ in random.pick(Self.passages) }
    let moment = Timestamp(nanoseconds: time)
    switch number {
    case 0, 1:
      try install(name, texts, at: time)
    case 2:  // a document that is replaced at once: its passages are in a manifest of history only
      try install(name, texts, at: time)
      try install(name, [random.pick(Self.passages)], at: time + 1)
      now += 1
    case 3:
      try store.write { try $0.keep(StoredDocuments.texts(texts), at: Timestamp(nanoseconds: 1)) }
      touched.formUnion(texts)
    case 4, 7: try writeSibling(of: name, at: moment)
    case 5:
      try store.write { try $0.keep(blob: Array(texts[0].utf8), of: Self.revision(texts[0])) }
      touchedBlobs.insert(texts[0])
    case 6:
      _ = try store.write { try $0.retire(DocumentID(path: name), over: try $0.reader.moment(), at: moment) }
    default:
      try store.write { writer in
        try writer.keep(StoredDocuments.texts(texts), at: Timestamp(nanoseconds: 1))
        let lease = try writer.leaseMissing(
          StoredDocuments.texts(texts), in: StoredDocuments.space.id, holder: "x", until: moment, at: moment)
        try writer.release(lease)
      }
      touched.formUnion(texts)
    }
  }

  private mutating func install(_ name: String, _ texts: [String], at time: Int64) throws {
    try store.write { try StoredDocuments.install(name, texts, at: time, $0) }
    touched.formUnion(texts)
  }

  /// A version that isn't served, as another replica sends it: only its manifest names its passages.
  private mutating func writeSibling(of name: String, at moment: Timestamp) throws {
    let stored = try stored()
    if stored.isEmpty { return }
    let text = random.pick(stored)
    let content = StoredDocuments.manifest(name, [text]).content
    _ = try store.write {
      try $0.write(content, to: DocumentID(path: name), context: CausalContext(), at: moment)
    }
    touched.insert(text)
  }

  private func missing() throws -> [String] {
    try store.read { reader in
      var missing: [String] = []
      for name in Self.names {
        for version in try reader.versions(of: DocumentID(path: name)) {
          let addresses = version.version.content?.placements.map(\.address) ?? []
          missing += try reader.unsoundTexts(addresses).map { "the text \($0) of a version of \(name)" }
        }
      }
      let lacked = try reader.lackedTexts(touched.map(StoredDocuments.address))
      missing += touched.filter { lacked.contains(StoredDocuments.address($0)) }.sorted()
      let blobs = try reader.lackedBlobs(touchedBlobs.map(Self.revision))
      return missing + touchedBlobs.filter { blobs.contains(Self.revision($0)) }.map { "the pushed text of \($0)" }
    }
  }
}
