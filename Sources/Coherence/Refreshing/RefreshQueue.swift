package import FreshetCorpus

/// A text to embed, its address (hash), and its length in the embedder's tokens.
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

/// A chunked document that is installed into the index once each of its passages has a vector.
package struct PreparedInstall: Hashable, Sendable {
  package let manifest: Manifest
  package let texts: [ContentAddress: NormalizedText]
  /// The number of passages without a stored vector when the document was enqueued; nil before `enqueue`.
  package private(set) var embedded: Int?

  package init(manifest: Manifest, texts: [ContentAddress: NormalizedText]) {
    self.manifest = manifest
    self.texts = texts
  }

  /// Returns this document with `embedded` set to `count`.
  package func embedding(_ count: Int) -> PreparedInstall {
    var install = self
    install.embedded = count
    return install
  }
}

/// A queue of documents to install into the index, and of the texts that must be embedded first.
///
/// A batch contains texts of several documents. A text that two documents share is embedded once. The queue releases a
/// document when its last vector has arrived, so documents leave in order of arrival, except those that fail.
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

  /// Adds a document to the queue.
  ///
  /// - Parameter missing: all passages of the document whose vectors the store lacks, even those that another document
  ///   in the queue has requested.
  package mutating func enqueue(_ install: PreparedInstall, missing: [EmbeddingRequest]) {
    for request in missing where requested.insert(request.address).inserted {
      requests.append(request)
      awaitedTokens += request.tokens
    }
    let needed = Set(install.texts.keys).intersection(requested)
    let embedded = Set(missing.map(\.address)).count
    entries.append(Entry(install: install.embedding(embedded), missing: needed))
  }

  /// Removes and returns the next texts to embed, oldest first: up to `tokensPerBatch` tokens, but at least one text.
  /// Empty if no text waits.
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

  /// Records that the vectors of these texts have arrived. Removes and returns the documents that can be installed now.
  package mutating func land(_ addresses: [ContentAddress]) -> [PreparedInstall] {
    requested.subtract(addresses)
    for index in entries.indices { entries[index].missing.subtract(addresses) }
    let ready = entries.filter(\.missing.isEmpty).map(\.install)
    entries.removeAll(where: \.missing.isEmpty)
    return ready
  }

  /// Drops a text that the embedder can't embed. Removes and returns the documents that contain it: they can't be
  /// installed.
  package mutating func abandon(_ address: ContentAddress) -> [DocumentID] {
    requested.remove(address)
    let failed = entries.filter { $0.missing.contains(address) }.map(\.install.manifest.document)
    entries.removeAll { $0.missing.contains(address) }
    return failed
  }
}
