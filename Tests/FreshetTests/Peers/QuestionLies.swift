import Foundation

/// Questions and contents that the asking store must not send.
enum QuestionLies {
  static let all: [Lie] = {
    let lists: [[Lie]] = [anything, greetings, reading, bringing, ends]
    return lists.flatMap { $0 }
  }()

  private static let anything: [Lie] = AnyLie.all { name, change in Lie.question("merge", name, "", change) }

  private static let key = AnyLie.digest

  private static let greetings: [Lie] = [
    .question("hello", "another protocol") { $0.set(["_0", "number"], 1) }.meets(.otherProtocol),
    .question("hello", "a token of another store", "a greeting") { $0.set(["_0", "store"], "0123456789abcdef") },
    .question("hello", "a replica with a blank", "can't be read") { $0.set(["_0", "replica"], "a b") },
    .question("hello", "a clock beyond every clock", "can't be read") { $0.set(["_0", "clock"], Int.max) },
    .question("hello", "vectors of 2^62 components", "can't be read") {
      $0.set(["_0", "space", "dimension"], 1 << 62)
    },
    .question("hello", "a question before its greeting", "before its greeting") { $0.text = #"{"nodes":{"_0":[[]]}}"# },
    .question("hello", "contents before its greeting", "before its greeting") { frame in
      frame.text = #"{"deliver":{}}"#
      frame.items = [PeerFrame.Item(kind: 1, digest: [UInt8](repeating: 1, count: 32), bytes: Array("text".utf8))]
    },
    .question("hello", "states before its greeting", "before its greeting") {
      $0.text = #"{"offer":{"_0":[]}}"#
    },
    .question("hello", "an end before its beginning", "before its greeting") { frame in
      frame.set(["refused"], 0)
      frame.name = "done"
    },
    .question("nodes", "a memory of another store", "a remembered position in the history of another store") {
      $0.text = #"{"remembered":{"_0":{"token":"0123456789abcdef.5.0123456789abcdef","clock":1}}}"#
    },
    .question("states", "an introduction in the middle", "in the middle") {
      $0.text = #"{"histories":{"_0":[1]}}"#
    },
  ]

  private static let reading: [Lie] = [
    .question("nodes", "more history than there is need of", "more of the history") {
      $0.text = "{\"histories\":{\"_0\":[\((1...65).map(String.init).joined(separator: ","))]}}"
    },
    .question("nodes", "a change below zero", "more of the history") {
      $0.text = "{\"histories\":{\"_0\":[\(Int.min)]}}"
    },
    .question("nodes", "no node", "a request for 0 nodes") { $0.set(["_0"], [Any]()) },
    .question("nodes", "100,000 times the whole tree", "a request for 100000 nodes") {
      $0.text = "{\"nodes\":{\"_0\":[" + Array(repeating: "[]", count: 100_000).joined(separator: ",") + "]}}"
    },
    .question("nodes", "a prefix of 33 bytes", "deeper than the tree") {
      $0.set(["_0"], [[UInt8](repeating: 0, count: 33)])
    },
    .question("nodes", "a prefix of 100,000 bytes", "deeper than the tree") {
      $0.set(["_0"], [[UInt8](repeating: 0, count: 100_000)])
    },
    .question("nodes", "a node twice", "not in order") { $0.set(["_0"], [[1], [1]]) },
    .question("nodes", "nodes of several levels", "not of one level") { $0.set(["_0"], [[], [1]]) },
    .question("nodes", "a byte of 300", "can't be read") { $0.set(["_0"], [[300]]) },
    .question("states", "no key", "a request for 0 documents") { $0.set(["_0"], [Any]()) },
    .question("states", "a key twice", "a request that names a document twice") { $0.set(["_0"], [key, key]) },
    .question("states", "257 keys", "a request for 257 documents") { frame in
      frame.set(["_0"], (0..<257).map { String(format: "%064d", $0) })
    },
    .question("fetch", "nothing", "a request for 0 contents") {
      $0.set(["_0"], ["texts": [Any](), "vectors": [Any](), "blobs": [Any]()])
    },
    .question("fetch", "1,025 texts", "a request for 1025 contents") { frame in
      frame.set(["_0", "texts"], (0..<1_025).map { String(format: "%064d", $0) })
    },
    .question("fetch", "a part below zero", "a request for byte") {
      $0.text = "{\"part\":{\"_0\":\"\(key)\",\"from\":\(Int.min)}}"
    },
    .question("fetch", "a part beyond every text", "a request for byte") {
      $0.text = "{\"part\":{\"_0\":\"\(key)\",\"from\":\(Int.max)}}"
    },
  ]

  private static let bringing: [Lie] = [
    .question("offer", "no state", "0 documents in one message") { $0.set(["_0"], [Any]()) },
    .question("offer", "a state twice", "a message that names a document twice") { frame in
      frame.change(["_0"]) { states in (states as? [Any]).map { $0 + [$0[0]] } }
    },
    .question("offer", "a path that leads out of its source", "the invalid name") {
      $0.set(["_0", 0, "document"], ["source": "files", "path": "a/../../b"])
    },
    .question("offer", "a stamp of 2^63 - 1", "can't be read") { $0.set(["_0", 0, "versions", 0, "stamp"], Int.max) },
    .question("offer", "a passage that starts below zero", "can't be read") {
      $0.set(["_0", 0, "versions", 0, "content", "placements", 0, 1], Int.min)
    },
    .question("deliver", "nothing", "nobody asked for") { $0.items = [] },
    .question("deliver", "a text that isn't its address's", "that doesn't match its hash") {
      $0.items[0].bytes += Array("!".utf8)
    },
    .question("deliver", "a text that was not asked for", "nobody asked for") {
      $0.items.append(PeerFrame.Item(kind: 1, digest: [UInt8](repeating: 1, count: 32), bytes: Array("text".utf8)))
    },
    .question("deliver", "a text that comes twice", "twice") { $0.items.append($0.items[0]) },
    .question("deliver", "vectors that all point the same way", "a wrong vector", at: 1) { frame in
      for index in frame.items.indices {
        frame.items[index].bytes = AnswerLies.east(frame.items[index].bytes.count / 4)
      }
    },
    .question("deliver", "a vector of NaN", "a malformed vector", at: 1) { frame in
      frame.items[0].bytes = AnswerLies.floats([Float](repeating: .nan, count: frame.items[0].bytes.count / 4))
    },
    .question("deliver", "a pushed text that isn't its digest's", "that doesn't match its hash", at: 2) {
      $0.items[0].bytes[16] ^= 1
    },
    .question("deliver", "a part that starts in the middle", "out of order", at: 2) {
      $0.items = [AnswerLies.part($0.items[0], start: 1, length: 9, 8)]
    },
    .question("merge", "a document that was not offered", "not offered") {
      $0.set(["_0", 0, "document", "path"], "evil")
    },
    .question("merge", "another offer instead", "before the states of the last offer") { $0.name = "offer" },
    .question("merge", "an end instead", "before all offered states") { frame in
      frame.name = "done"
      frame.body = ["_0": PeerWorld.greeting, "refused": 0] as [String: Any]
    },
    .question("merge", "a stamp of the year 2100") {
      $0.set(["_0", 0, "versions", 0, "stamp"], 4_102_444_800_000 << 16)
    }.meets(.leftOut("stamp")),
    .question("merge", "a passage that never came") {
      $0.set(["_0", 0, "versions", 0, "content", "placements", 0, 6], AnyLie.digest)
    }.meets(.leftOut("contents")),
  ]

  private static let ends: [Lie] = [
    .question("done", "another replica at the end", "that did not begin this exchange") {
      $0.set(["_0", "replica"], "0123456789abcdef")
    },
    .question("done", "less than no refusals", "refused documents") { $0.set(["refused"], Int.min) },
    .question("done", "more refusals than can be", "refused documents") { $0.set(["refused"], Int.max) },
  ]
}
