internal import FreshetCoherence
internal import FreshetCorpus
import Testing

/// Texts are named by letters and documents by words of them: "ab" waits for a and b.
@Suite struct RefreshQueueTests {
  @Test func `a batch takes what fits, oldest first`() {
    var queue = RefreshQueue(tokensPerBatch: 10)
    queue.take(up: "abcd", tokens: 4)
    #expect(queue.batch() == "ab")
    #expect(queue.batch() == "cd")
    #expect(queue.batch() == "")
  }

  @Test func `a batch may be filled to the last token`() {
    var queue = RefreshQueue(tokensPerBatch: 10)
    queue.take(up: "abc", tokens: 5)
    #expect(queue.batch() == "ab")
    #expect(queue.batch() == "c")
  }

  @Test func `a text larger than a batch goes by itself`() {
    var queue = RefreshQueue(tokensPerBatch: 10)
    queue.take(up: "a", tokens: 11)
    queue.take(up: "b", tokens: 1)
    queue.take(up: "c", tokens: 30)
    queue.take(up: "d", tokens: 1)
    #expect([queue.batch(), queue.batch(), queue.batch(), queue.batch()] == ["a", "b", "c", "d"])
  }

  @Test func `a batch is full when the waiting texts would fill it`() {
    var queue = RefreshQueue(tokensPerBatch: 10)
    queue.take(up: "a", tokens: 9)
    #expect(!queue.hasFullBatch)
    queue.take(up: "b", tokens: 1)
    #expect(queue.hasFullBatch)
    #expect(queue.batch() == "ab")
    #expect(!queue.hasFullBatch)
  }

  @Test func `batches fill across documents, and a text is asked for once`() {
    var queue = RefreshQueue(tokensPerBatch: 10)
    queue.take(up: "ab")
    queue.take(up: "bc")
    queue.take(up: "cca")
    #expect(queue.batch() == "abc")
  }

  @Test func `a document waits for a text that is already on its way`() {
    var queue = RefreshQueue(tokensPerBatch: 1)
    queue.take(up: "a")
    #expect(queue.batch() == "a")
    // The caller may leave out what is on its way, or name it: both wait for the same landing.
    queue.take(up: "ab", missing: "b")
    queue.take(up: "ac", missing: "ac")
    #expect(queue.batch() + queue.batch() + queue.batch() == "bc")
    #expect(queue.land("b") == [])
    #expect(queue.land("c") == [])
    #expect(queue.land("a") == ["a", "ab", "ac"])
    #expect(queue.isEmpty)
  }

  @Test func `a document doesn't wait for texts that have vectors`() {
    var queue = RefreshQueue(tokensPerBatch: 10)
    queue.take(up: "abc", missing: "b")
    #expect(queue.batch() == "b")
    #expect(queue.land("b") == ["abc"])
  }

  @Test func `documents that become ready together leave in the order in which they came`() {
    var queue = RefreshQueue(tokensPerBatch: 10)
    for word in ["ab", "b", "ba", "a"] { queue.take(up: word) }
    #expect(queue.land("a") == ["a"])
    #expect(queue.land("b") == ["ab", "b", "ba"])
    #expect(queue.isEmpty)
  }

  @Test func `a document that needs nothing leaves with the next landing`() {
    var queue = RefreshQueue(tokensPerBatch: 10)
    queue.take(up: "a", missing: "")
    #expect(!queue.isEmpty)
    #expect(queue.batch() == "")
    #expect(queue.land("") == ["a"])
    #expect(queue.isEmpty)
  }

  @Test func `a landing that nobody waits for releases nothing`() {
    var queue = RefreshQueue(tokensPerBatch: 10)
    queue.take(up: "a")
    #expect(queue.land("xyz") == [])
    #expect(!queue.isEmpty)
  }

  @Test func `every document that shares an abandoned text fails, and no other`() {
    var queue = RefreshQueue(tokensPerBatch: 10)
    for word in ["ab", "c", "b", "bc", "ac"] { queue.take(up: word) }
    #expect(queue.batch() == "abc")
    #expect(queue.abandon("b") == ["ab", "b", "bc"])
    #expect(queue.abandon("b") == [])
    #expect(queue.land("ac") == ["c", "ac"])
    #expect(queue.isEmpty)
  }

  @Test func `an abandoned text is asked for again when a document comes with it`() {
    var queue = RefreshQueue(tokensPerBatch: 10)
    queue.take(up: "a")
    #expect(queue.batch() == "a")
    #expect(queue.abandon("a") == ["a"])
    queue.take(up: "a")
    #expect(queue.batch() == "a")
    #expect(queue.land("a") == ["a"])
  }

  @Test func `a landed text is asked for again when its vector was lost`() {
    var queue = RefreshQueue(tokensPerBatch: 10)
    queue.take(up: "a")
    #expect(queue.batch() == "a")
    #expect(queue.land("a") == ["a"])
    queue.take(up: "a")
    #expect(queue.batch() == "a")
  }
}

func text(_ letter: Character) -> ContentAddress {
  let bytes = Array(repeating: letter.asciiValue ?? 0, count: Fingerprint.byteCount)
  guard let fingerprint = Fingerprint(bytes: bytes) else { preconditionFailure("\(bytes.count) bytes") }
  return ContentAddress(fingerprint)
}

extension RefreshQueue {
  mutating func take(up word: String, missing: String? = nil, tokens: Int = 1) {
    let manifest = Manifest(
      document: DocumentID(path: word), revision: Revision(hashing: Array(word.utf8)), sizeInBytes: word.utf8.count,
      format: .markdown, space: ReconciliationWorld.space, chunker: "chunker", title: nil, metadata: [:],
      placements: [], stamped: nil)
    let texts = Dictionary(word.map { (text($0), NormalizedText(stored: String($0))) }) { $1 }
    enqueue(
      PreparedInstall(manifest: manifest, texts: texts),
      missing: (missing ?? word).map {
        EmbeddingRequest(address: text($0), text: NormalizedText(stored: String($0)), tokens: tokens)
      })
  }

  /// The texts of the next batch, as letters.
  mutating func batch() -> String {
    takeBatch().map(\.text.string).joined()
  }

  mutating func land(_ letters: String) -> [String] {
    land(letters.map { text($0) }).map(\.manifest.document.path)
  }

  mutating func abandon(_ letter: Character) -> [String] {
    abandon(text(letter)).map(\.path)
  }
}
