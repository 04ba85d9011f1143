import FreshetCorpus
import Foundation
import FreshetSeededNumbers
import FreshetTestSupport
import Testing

@testable import FreshetStorage

struct ErasureTests {
  private let folder: TemporaryFolder
  private let store: Store
  private let id = DocumentID(path: "a.md")
  private let secrets = (0..<40).map { "The \($0)th secret of the harbour master is number \($0 * 7919 % 997)." }

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(at: folder.path + "/.freshet", for: .writing)
    try store.write { [secrets] in
      try StoredDocuments.install("a.md", secrets + ["What both documents say of the tides."], $0)
      try StoredDocuments.install("b.md", ["What both documents say of the tides.", "Only b says this."], $0)
      try StoredDocuments.install(
        "a.md", Array(secrets.dropFirst(20)) + ["What both documents say of the tides."], at: 50, $0)
    }
  }

  private func erase() throws -> Erasure {
    try #require(try store.write { try $0.erase(id, at: Timestamp(nanoseconds: 100)) })
  }

  private func search(_ erasure: Erasure) throws -> TraceReport {
    var search = TraceSearch(for: erasure)
    return try search.report(on: store)
  }

  @Test func `rows that are deleted leave traces, and scrubbing leaves none`() throws {
    let erasure = try erase()
    let before = try search(erasure)
    #expect(before.windows > 50 && before.found > 0)
    try store.scrub()
    let after = try search(erasure)
    #expect(after.found == 0 && after.traces == [])
    #expect(after.windows == before.windows)
  }

  @Test func `a file with a piece of the text is found, wherever it lies`() throws {
    let erasure = try erase()
    try store.scrub()
    let place = Int64((1 << 20) - 20)
    let bytes = Data(repeating: 7, count: Int(place)) + Data(secrets[3].utf8)
    try bytes.write(to: URL(fileURLWithPath: store.path + "/notes.txt"))
    let report = try search(erasure)
    #expect(report.traces.first == FoundTrace(file: "notes.txt", offset: place))
  }

  @Test func `passages that others hold stay, and the others are named`() throws {
    let erasure = try erase()
    #expect(erasure.isRemoval && erasure.versions == 2)
    #expect(erasure.freed.passages == 40 && erasure.freed.vectors == 40)
    #expect(erasure.shared == [StoredDocuments.address("What both documents say of the tides.")])
    #expect(erasure.sharedBy == [DocumentID(path: "b.md")])
    #expect(try store.read { try $0.placements(of: DocumentID(path: "b.md")) }.count == 2)
  }

  @Test func `a passage that nobody holds goes with it, however lately it was kept`() throws {
    try store.write { try $0.keep(StoredDocuments.texts(["Of a forgotten version."]), at: Timestamp(nanoseconds: 99)) }
    #expect(try erase().freed.passages == 41)
  }

  @Test func `what is erased already gets no second removal, and has nothing to search for`() throws {
    let first = try erase()
    let second = try erase()
    #expect(!second.isRemoval && second.versions == 0 && second.erased == [])
    #expect(second.token == first.token)
  }

  @Test func `a document that was never heard of is none to erase`() throws {
    #expect(try store.write { try $0.erase(DocumentID(path: "z.md"), at: StoredDocuments.start) } == nil)
  }

  @Test func `readers that keep the log are named, and without them the same call ends`() throws {
    let erasure = try erase()
    let other = try Store(at: store.path, for: .reading)
    try other.read { reader in
      _ = try reader.token()
      #expect(throws: StorageError.logInUse(path: store.path)) { try store.scrub() }
    }
    try store.scrub()
    #expect(try search(erasure).found == 0)
  }
}

/// The rolling hash against a search that compares bytes.
struct TraceWindowsTests {
  @Test(arguments: [8, 13, 24])
  func `every window is found where it lies and nowhere else`(length: Int) {
    var numbers = SplitMix64(seed: UInt64(length))
    let bytes = (0..<4_000).map { _ in UInt8.random(in: 0..<255, using: &numbers) }
    let fragment = Array(bytes[1_000..<1_100])
    let windows = TraceWindows(of: [fragment], length: length, stride: 8)
    let expected = (0...(bytes.count - length)).filter { start in
      let places = Array(stride(from: 0, to: 100 - length, by: 8)) + [100 - length]
      return places.contains { fragment[$0..<$0 + length].elementsEqual(bytes[start..<start + length]) }
    }
    var found: [Int] = []
    bytes.withUnsafeBytes { windows.each(in: $0) { start, _ in found.append(start) } }
    #expect(found == expected)
    #expect(found.count == windows.count)
  }

  @Test func `windows that tell nothing are left out: monotonous ones, and those that stay elsewhere`() {
    var windows = TraceWindows(
      of: [[UInt8](repeating: 0, count: 100), Array("an ordinary sentence of words".utf8)], length: 24, stride: 8)
    #expect(windows.count == 2)
    Array("also an ordinary sentence of words".utf8).withUnsafeBytes { windows.forget($0) }
    #expect(windows.count == 0)
  }
}
