package import FreshetCorpus

/// A text to embed, and its size in the embedder's tokens.
package struct EmbeddingRequest: Hashable, Sendable {
  package let address: ContentAddress
  package let text: NormalizedText
  package let tokens: Int

  package init(address: ContentAddress, text: NormalizedText, tokens: Int) {
    self.address = address
    self.text = text
    self.tokens = tokens
  }
}

/// A document to install once every passage of it has a vector.
package struct PreparedInstall: Hashable, Sendable {
  package let manifest: Manifest
  package let texts: [ContentAddress: NormalizedText]
  /// How many of its passages had no vector when the document came; nil before `enqueue`.
  package private(set) var embedded: Int?

  package init(manifest: Manifest, texts: [ContentAddress: NormalizedText]) {
    self.manifest = manifest
    self.texts = texts
  }

  package func embedding(_ count: Int) -> PreparedInstall {
    var install = self
    install.embedded = count
    return install
  }
}

/// Documents on their way into the index, and the texts that must be embedded first.
///
/// A batch holds texts of several documents. The embedder gets a text that two documents share only once. The queue
/// releases a document when its last vector has come, so documents leave in the order in which they came, unless one
/// fails.
package struct RefreshQueue {
  private struct Entry {
    let install: PreparedInstall
    var missing: Set<ContentAddress>
  }

  private let tokensPerBatch: Int
  private var entries: [Entry] = []
  private var requests: [EmbeddingRequest] = []
  private var requested: Set<ContentAddress> = []
  private var awaitedTokens = 0

  package init(tokensPerBatch: Int) {
    self.tokensPerBatch = tokensPerBatch
  }

  package var isEmpty: Bool { entries.isEmpty }
  package var hasFullBatch: Bool { awaitedTokens >= tokensPerBatch }

  /// Takes up a document. `missing` are its passages whose vectors the store lacks, even if other documents requested
  /// them.
  package mutating func enqueue(_ install: PreparedInstall, missing: [EmbeddingRequest]) {
    for request in missing where requested.insert(request.address).inserted {
      requests.append(request)
      awaitedTokens += request.tokens
    }
    let needed = Set(install.texts.keys).intersection(requested)
    let embedded = Set(missing.map(\.address)).count
    entries.append(Entry(install: install.embedding(embedded), missing: needed))
  }

  /// The next texts to embed, oldest first: as many as fill a batch, at least one; empty when none waits.
  package mutating func takeBatch() -> [EmbeddingRequest] {
    var tokens = 0
    let end = requests.firstIndex { request in
      defer { tokens += request.tokens }
      return tokens > 0 && tokens + request.tokens > tokensPerBatch
    }
    let batch = Array(requests[..<(end ?? requests.endIndex)])
    requests.removeFirst(batch.count)
    awaitedTokens -= batch.reduce(0) { $0 + $1.tokens }
    return batch
  }

  /// Takes the addresses of texts whose vectors have come. Returns the documents that can be installed now.
  package mutating func land(_ addresses: [ContentAddress]) -> [PreparedInstall] {
    requested.subtract(addresses)
    for index in entries.indices { entries[index].missing.subtract(addresses) }
    let ready = entries.filter(\.missing.isEmpty).map(\.install)
    entries.removeAll(where: \.missing.isEmpty)
    return ready
  }

  /// Gives up a text for which no vector can be had. Returns the documents that can't be installed because of it.
  package mutating func abandon(_ address: ContentAddress) -> [DocumentID] {
    requested.remove(address)
    let failed = entries.filter { $0.missing.contains(address) }.map(\.install.manifest.document)
    entries.removeAll { $0.missing.contains(address) }
    return failed
  }
}
