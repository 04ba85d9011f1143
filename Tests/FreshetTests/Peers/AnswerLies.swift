import Foundation

/// Answers that the answering store must not give.
enum AnswerLies {
  static let all: [Lie] = {
    let lists: [[Lie]] = [anything, greetings, trees, states, contents, merges, ends]
    return lists.flatMap { $0 }
  }()

  private static let anything: [Lie] = AnyLie.all { name, change in Lie.answer("states", name, "", change) }

  private static let greetings: [Lie] = [
    .answer("greeting", "another protocol") { $0.set(["_0", "number"], 1) }.meets(.otherProtocol),
    .answer("greeting", "a protocol of the far future") { $0.set(["_0", "number"], Int.max) }.meets(.otherProtocol),
    .answer("greeting", "a store without a name") { $0.set(["_0", "store"], "") },
    .answer("greeting", "a token of another store", "a greeting") { $0.set(["_0", "store"], "0123456789abcdef") },
    .answer("greeting", "a replica with a colon", "can't be read") { $0.set(["_0", "replica"], "a:1") },
    .answer("greeting", "a clock below zero", "can't be read") { $0.set(["_0", "clock"], Int.min) },
    .answer("greeting", "a clock beyond every clock", "can't be read") { $0.set(["_0", "clock"], Int.max) },
    .answer("greeting", "writes below zero", "can't be read") { $0.set(["_0", "seen"], ["a": -1]) },
    .answer("greeting", "more writes than can be", "can't be read") { $0.set(["_0", "seen"], ["a": Int.max]) },
    .answer("greeting", "vectors of no component", "can't be read") { $0.set(["_0", "space", "dimension"], 0) },
    .answer("greeting", "vectors of 2^62 components", "can't be read") {
      $0.set(["_0", "space", "dimension"], 1 << 62)
    },
    .answer("greeting", "vectors of a negative dimension", "can't be read") {
      $0.set(["_0", "space", "dimension"], Int.min)
    },
    .answer("greeting", "a memory of another store", "a remembered position in the history of another store") {
      $0.set(["remembered"], ["token": "0123456789abcdef.5.0123456789abcdef", "clock": 1])
    },
    .answer("greeting", "no greeting", "match the request") { $0.text = #"{"delivered":{}}"# },
  ]

  private static let trees: [Lie] = [
    .answer("nodes", "no node", "match the request") { $0.set(["_0"], [Any]()) },
    .answer("nodes", "a node too many", "match the request") { frame in
      frame.change(["_0"]) { ($0 as? [Any] ?? []) + ($0 as? [Any] ?? []) }
    },
    .answer("nodes", "an empty leaf", "match its digest") { $0.set(["_0", 0], ["leaf": ""]) },
    .answer("nodes", "children of its own making", "match its digest") {
      $0.set(["_0", 0], ["inner": Data(repeating: 7, count: 4_096).base64EncodedString()])
    },
    .answer("nodes", "a leaf of its own making", "match its digest", at: 1) {
      $0.set(["_0", 0], ["leaf": Data(repeating: 7, count: 48).base64EncodedString()])
    },
    .answer("nodes", "an inner node of another length", "can't be read") { $0.set(["_0", 0], ["inner": "AAAA"]) },
    .answer("nodes", "a leaf of 33 documents", "can't be read") {
      $0.set(["_0", 0], ["leaf": Data(count: 48 * 33).base64EncodedString()])
    },
  ]

  private static var placement: [Any] { ["_0", 0, "versions", 0, "content", "placements", 0] }

  private static let states: [Lie] = [
    .answer("states", "an answer to no key", "answers for 0 ") { $0.set(["answered"], 0) },
    .answer("states", "an answer to less than no key", "answers for") { $0.set(["answered"], Int.min) },
    .answer("states", "an answer to more keys than were asked", "answers for") { $0.set(["answered"], Int.max) },
    .answer("states", "a document twice", "twice") { frame in
      frame.change(["_0"]) { states in (states as? [Any]).map { $0 + [$0[0]] } }
    },
    .answer("states", "a document that was not asked for", "not asked for") {
      $0.set(["_0", 0, "document", "path"], "evil")
    },
    .answer("states", "a refusal of a document that was not asked for", "not asked for") {
      $0.set(["refused"], [["document": ["source": "pushed", "path": "evil"], "why": "damaged"]])
    },
    .answer("states", "a path that leads out of its source", "the invalid name") {
      $0.set(["_0", 0, "document"], ["source": "files", "path": "../../etc/passwd"])
    },
    .answer("states", "a source without a name", "the invalid name") { $0.set(["_0", 0, "document", "source"], "") },
    .answer("states", "a path with a NUL", "the invalid name") { $0.set(["_0", 0, "document", "path"], "a\0b") },
    .answer("states", "a path of 5,000 bytes", "the invalid name") {
      $0.set(["_0", 0, "document", "path"], String(repeating: "a", count: 5_000))
    },
    .answer("states", "a write without a number", "can't be read") { $0.set(["_0", 0, "versions", 0, "dot"], "a:0") },
    .answer("states", "a write beyond every number", "can't be read") {
      $0.set(["_0", 0, "versions", 0, "dot"], "a:18446744073709551615")
    },
    .answer("states", "a stamp below zero", "can't be read") { $0.set(["_0", 0, "versions", 0, "stamp"], Int.min) },
    .answer("states", "a stamp of 2^63 - 1", "can't be read") { $0.set(["_0", 0, "versions", 0, "stamp"], Int.max) },
    .answer("states", "a stamp of the year 2100") {
      $0.set(["_0", 0, "versions", 0, "stamp"], 4_102_444_800_000 << 16)
    }.meets(.leftOut("stamp")),
    .answer("states", "a stamp of 2^62") { $0.set(["_0", 0, "versions", 0, "stamp"], 1 << 62) }.meets(
      .leftOut("stamp")),
    .answer("states", "a field of the year 2100") { frame in
      let field: [String: Any] = ["value": "evil", "stamp": 4_102_444_800_000 << 16, "dot": frame.firstDot]
      frame.set(["_0", 0, "attributes", "fields"], ["owner": field])
    }.meets(.leftOut("stamp")),
    .answer("states", "a field by a write that nobody saw", "has not seen") {
      $0.set(["_0", 0, "attributes", "fields"], ["owner": ["value": "evil", "stamp": 1, "dot": "zz:9"]])
    },
    .answer("states", "a tag by a write that nobody saw", "has not seen") {
      $0.set(["_0", 0, "attributes", "tags"], ["evil": ["zz:9"]])
    },
    .answer("states", "a negative size", "can't be read") {
      $0.set(["_0", 0, "versions", 0, "content", "sizeInBytes"], -1)
    },
    .answer("states", "a size below its passages", "can't be read") {
      $0.set(["_0", 0, "versions", 0, "content", "sizeInBytes"], 1)
    },
    .answer("states", "a passage that ends before it starts", "can't be read") { $0.set(placement + [1], 1 << 40) },
    .answer("states", "a passage that starts below zero", "can't be read") { $0.set(placement + [1], Int.min) },
    .answer("states", "a passage up to 2^63 - 1", "can't be read") { $0.set(placement + [2], Int.max) },
    .answer("states", "line 0", "can't be read") { $0.set(placement + [3], 0) },
    .answer("states", "lines back to front", "can't be read") { $0.set(placement + [4], Int.min) },
    .answer("states", "a passage of another number", "can't be read") { $0.set(placement + [0], 7) },
    .answer("states", "an address of 31 bytes", "can't be read") { $0.set(placement + [6], "ab") },
    .answer("states", "a passage that never comes") { $0.set(placement + [6], AnyLie.digest) }
      .meets(.leftOut("contents")),
    .answer("states", "a title with a NUL", "a NUL") { $0.set(["_0", 0, "versions", 0, "content", "title"], "a\0b") },
    .answer("states", "an unknown format", "can't be read") {
      $0.set(["_0", 0, "versions", 0, "content", "format"], "evil")
    },
    .answer("states", "a number that is none", "can't be read") { frame in
      frame.text = #"{"states":{"_0":[],"answered":NaN,"refused":[]}}"#
    },
  ]

  private static let contents: [Lie] = [
    .answer("contents", "a text that isn't its address's", "that doesn't match its hash") {
      $0.items[0].bytes += Array("!".utf8)
    },
    .answer("contents", "a text with a NUL", "that doesn't match its hash") { $0.items[0].bytes = [0] },
    .answer("contents", "a text that isn't UTF-8", "that doesn't match its hash") { $0.items[0].bytes = [0xff] },
    .answer("contents", "a text that comes twice", "twice") { $0.items.append($0.items[0]) },
    .answer("contents", "a text of 2 MiB", "too long") { $0.items[0].bytes = [UInt8](repeating: 97, count: 2 << 20) },
    .answer("contents", "a text that was not asked for", "nobody asked for") {
      $0.items[0].digest = [UInt8](repeating: 1, count: 32)
    },
    .answer("contents", "a vector in place of a text", "nobody asked for") { $0.items[0].kind = 2 },
    .answer("contents", "a vector of NaN", "a malformed vector", at: 1) { frame in
      frame.items[0].bytes = floats([Float](repeating: .nan, count: frame.items[0].bytes.count / 4))
    },
    .answer("contents", "an infinite vector", "a malformed vector", at: 1) { frame in
      frame.items[0].bytes = floats([Float](repeating: .infinity, count: frame.items[0].bytes.count / 4))
    },
    .answer("contents", "a vector of zeros", "a malformed vector", at: 1) { frame in
      frame.items[0].bytes = [UInt8](repeating: 0, count: frame.items[0].bytes.count)
    },
    .answer("contents", "a vector of another dimension", "a malformed vector", at: 1) {
      $0.items[0].bytes = floats([1])
    },
    .answer("contents", "a vector of three bytes", "a malformed vector", at: 1) {
      $0.items[0].bytes = [1, 2, 3]
    },
    .answer("contents", "vectors that all point the same way", "a wrong vector", at: 1) { frame in
      for index in frame.items.indices { frame.items[index].bytes = east(frame.items[index].bytes.count / 4) }
    },
    .answer("contents", "vectors that change places", "a wrong vector", at: 1) { frame in
      let bytes = frame.items.map(\.bytes)
      for index in frame.items.indices { frame.items[index].bytes = bytes[(index + 1) % bytes.count] }
    },
    .answer("contents", "a pushed text that isn't its digest's", "that doesn't match its hash", at: 2) {
      $0.items[0].bytes[16] ^= 1
    },
    .answer("contents", "a part that starts in the middle", "out of order", at: 2) {
      $0.items = [part($0.items[0], start: 1, length: 9, 8)]
    },
    .answer("contents", "a text of 2^63 bytes", "begin at byte", at: 2) {
      $0.items = [part($0.items[0], start: 0, length: .max, 8)]
    },
    .answer("contents", "a part of a text that ends before it", "begin at byte", at: 2) {
      $0.items = [part($0.items[0], start: 9, length: 1, 0)]
    },
    .answer("contents", "a long text byte by byte", "out of order", at: 2) {
      $0.items = [part($0.items[0], start: 0, length: 1 << 20, 1)]
    },
  ]

  private static let merges: [Lie] = [
    .answer("missing", "contents that were not offered", "not offered") {
      $0.set(["_0", "texts"], [AnyLie.digest])
    },
    .answer("missing", "all that the liar wants to read", "not offered") { $0.set(["_0", "blobs"], [AnyLie.digest]) },
    .answer("delivered", "another answer", "match the request") { $0.text = #"{"contents":{}}"# },
    .answer("merged", "an answer to no state", "answers for 0 ") { $0.set(["answered"], 0) },
    .answer("merged", "an answer to more than was sent", "answers for") { $0.set(["answered"], Int.max) },
    .answer("merged", "a document that was not sent", "not asked for") {
      $0.set(["_0"], [emptyState("evil")])
    },
    .answer("merged", "a refusal of what was not sent", "not asked for") {
      $0.set(["refused"], [["document": ["source": "pushed", "path": "evil"], "why": "stamp"]])
    },
    .answer("merged", "an unknown reason", "can't be read") {
      $0.set(["refused"], [["document": ["source": "pushed", "path": "evil"], "why": "because"]])
    },
  ]

  private static let ends: [Lie] = [
    .answer("done", "another replica at the end", "that did not begin this exchange") {
      $0.set(["_0", "replica"], "0123456789abcdef")
    },
    .answer("done", "less than no removals held back", "held back") { $0.set(["held"], Int.min) },
    .answer("done", "more removals than can be", "held back") { $0.set(["held"], Int.max) },
    .answer("done", "no end", "match the request") { $0.text = #"{"delivered":{}}"# },
  ]

  static func floats(_ numbers: [Float]) -> [UInt8] { numbers.withUnsafeBytes { Array($0) } }
  static func east(_ dimension: Int) -> [UInt8] { floats([1] + [Float](repeating: 0, count: dimension - 1)) }

  static func part(_ item: PeerFrame.Item, start: Int, length: Int, _ count: Int) -> PeerFrame.Item {
    var item = item
    item.bytes = [start, length].flatMap { withUnsafeBytes(of: UInt64($0).littleEndian) { Array($0) } }
    item.bytes += [UInt8](repeating: 97, count: count)
    return item
  }

  static func emptyState(_ path: String) -> [String: Any] {
    [
      "document": ["source": "pushed", "path": path], "context": ["vector": ["zz": 1]], "versions": [Any](),
      "attributes": ["fields": [String: Any](), "tags": [String: Any]()],
    ]
  }
}

extension PeerFrame {
  /// Of the first state's first version.
  var firstDot: String {
    let states = (body as? [String: Any])?["_0"] as? [[String: Any]]
    return (states?.first?["versions"] as? [[String: Any]])?.first?["dot"] as? String ?? ""
  }
}
