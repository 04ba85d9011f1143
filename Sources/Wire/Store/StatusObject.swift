package import Freshet

/// The status of a store as JSON; docs/commands/status.md documents the keys.
package struct StatusObject: Encodable {
  package struct Source: Encodable {
    let name, root: String
    let watcher: Watcher?
    let held: AdvisedText?
  }
  package struct Watcher: Encodable {
    let holder, policy, health: String
    let why: String?
    let everySeconds: Double?
    let watermark: String?
    let expiresAt: String
  }

  package struct Index: Encodable {
    let choice, kind: String
    let crossover: Int
  }

  package struct Log: Encodable {
    package struct Reader: Encodable {
      let process: Int32
      let command: String
    }

    let bytes: Int
    let readers: [Reader]?
  }

  let store: String
  let root: String?
  let sources: [Source]
  let held: [String: AdvisedText]
  let identity: String
  let replica: String
  let embedder: EmbeddingSpace?
  let space: SpaceID?
  let documents, chunks, chunksRetained, vectors: Int
  let completeness: CompletenessObject
  let token: SessionToken
  let index: Index
  let pending: [String]
  let failures: NamedTexts
  let buried: [String]
  let conflicted: [String]
  let unread: [SkippedObject]
  let unreadCount: Int
  let blas: String
  let sqlite: String
  let tokensPerSecond: Double?
  let log: Log

  package init(_ status: StoreStatus) {
    store = status.store
    root = status.roots[DocumentID.files]
    sources = status.roots.sorted { $0.key < $1.key }.map { name, root in
      Source(
        name: name, root: root, watcher: status.watchers.first { $0.source == name }.map(Watcher.init),
        held: status.held[name])
    }
    held = status.held
    identity = status.identity
    replica = status.replica.name
    embedder = status.embedder
    space = status.embedder?.id
    documents = status.documents
    chunks = status.passages
    chunksRetained = status.passagesRetained
    vectors = status.vectors
    completeness = CompletenessObject(status.completeness)
    token = status.token
    index = Index(
      choice: status.index.choice.rawValue, kind: status.index.kind.rawValue, crossover: status.index.crossover)
    pending = status.marked.map(\.description)
    failures = NamedTexts(status.failures)
    buried = status.deadLetters.map(\.description)
    conflicted = status.conflicted.map(\.description)
    unread = SkippedObject.list(status.unread)
    unreadCount = status.unread.count
    blas = status.blas
    sqlite = status.sqliteVersion
    tokensPerSecond = status.tokensPerSecond
    log = Log(
      bytes: status.log.bytes,
      readers: status.log.readers?.map { Log.Reader(process: $0.process, command: $0.command) })
  }
}

extension StatusObject.Watcher {
  fileprivate init(_ record: WatcherRecord) {
    let object = HealthObject(record.health)
    self.init(
      holder: record.holder, policy: record.policy, health: object.health, why: object.why,
      everySeconds: object.everySeconds, watermark: record.upTo?.description, expiresAt: record.expiresAt.description)
  }
}
