internal import ArgumentParser
internal import Freshet

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show what the store holds, and what is still to do.")

  @OptionGroup var options: StoreOptions

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    let status = try await options.openForReading().status()
    if json { return try JSONOutput.print(StatusObject(status)) }
    show(status)
  }

  private static let pendingShown = 20

  private func show(_ status: StoreStatus) {
    let counts = status.completeness
    print("store      \(status.store)")
    print("documents  \(status.root ?? "pushed only")")
    print("embedder   \(status.embedder.map { "\($0.model), \($0.dimension) dimensions" } ?? "none yet")")
    print("blas       \(BLAS.provider)")
    print(
      "indexed    \(counts.indexed) of \(counts.discovered) (\(counts.pending) pending, \(counts.failed) failed, \(counts.skipped.values.reduce(0, +)) skipped)"
    )
    print(
      "chunks     \(status.chunks) served, \(status.chunksRetained) kept for texts that may come back, \(status.vectors) vectors"
    )
    print("scanned    \(counts.scannedAt?.description ?? "never")")
    print("token      \(status.token)")
    for document in status.pending.prefix(Self.pendingShown) { print("pending    \(document)") }
    if status.pending.count > Self.pendingShown {
      print("pending    and \(status.pending.count - Self.pendingShown) more: --json names all")
    }
    for (document, why) in status.failures.sorted(by: { $0.key < $1.key }) {
      print("failed     \(document): \(why)")
    }
    for reason in counts.reasons { print("note       \(reason)") }
  }
}

private struct StatusObject: Encodable {
  let store: String
  let root: String?
  let identity: String
  let replica: String
  let embedder: EmbeddingSpace?
  let space: SpaceID?
  let documents, chunks, chunksRetained, vectors: Int
  let completeness: CompletenessObject
  let token: SessionToken
  let pending: [String]
  let failures: [String: String]
  let blas: String
  let sqlite: String
  let tokensPerSecond: Double?

  init(_ status: StoreStatus) {
    store = status.store
    root = status.root
    identity = status.identity
    replica = status.replica.name
    embedder = status.embedder
    space = status.embedder?.id
    documents = status.documents
    chunks = status.chunks
    chunksRetained = status.chunksRetained
    vectors = status.vectors
    completeness = CompletenessObject(status.completeness)
    token = status.token
    pending = status.pending.map(\.description)
    failures = Dictionary(
      uniqueKeysWithValues: status.failures.map { ($0.key.description, $0.value) })
    blas = BLAS.provider
    sqlite = status.sqliteVersion
    tokensPerSecond = status.tokensPerSecond
  }
}
