import Foundation

/// A frame of an exchange as a liar sees it: its JSON, the items behind it, and the means to change either.
struct PeerFrame {
  struct Item: Equatable {
    var kind: UInt8
    var digest: [UInt8]
    var bytes: [UInt8]
  }

  /// The message's name, and what it says.
  var name: String
  var body: Any
  var items: [Item]
  /// Sent in place of everything else.
  var raw: [UInt8]?
  /// JSON in place of `name` and `body`.
  var text: String?
  /// The root of a tree has more digits than `JSONSerialization` keeps.
  private let root: String?

  init(_ bytes: [UInt8]) throws {
    let length = Self.number(bytes[0..<4])
    let message = String(decoding: bytes[4..<4 + length], as: UTF8.self)
    root = message.firstMatch(of: /"root":\d+/).map { String($0.0) }
    let object = try JSONSerialization.jsonObject(with: Data(bytes[4..<4 + length])) as? [String: Any] ?? [:]
    (name, body) = object.first.map { ($0.key, $0.value) } ?? ("", 0)
    items = []
    var rest = bytes[(4 + length)...]
    while rest.count >= 37 {
      let start = rest.startIndex
      let count = Self.number(rest[(start + 33)..<(start + 37)])
      items.append(
        Item(
          kind: rest[start], digest: Array(rest[(start + 1)..<(start + 33)]),
          bytes: Array(rest[(start + 37)..<(start + 37 + count)])))
      rest = rest[(start + 37 + count)...]
    }
  }

  func bytes() throws -> [UInt8] {
    if let raw { return raw }
    if let text { return Self.bytes(Data(text.utf8), items) }
    var message = String(decoding: try JSONSerialization.data(withJSONObject: [name: body]), as: UTF8.self)
    if let root { message = message.replacing(/"root":[-+.eE\d]+/, with: root) }
    return Self.bytes(Data(message.utf8), items)
  }

  static func bytes(_ message: Data, _ items: [Item] = []) -> [UInt8] {
    little(message.count) + Array(message)
      + items.flatMap { [$0.kind] + $0.digest + little($0.bytes.count) + $0.bytes }
  }

  static func little(_ number: Int) -> [UInt8] { withUnsafeBytes(of: UInt32(number).littleEndian) { Array($0) } }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reversed().reduce(0) { $0 << 8 | Int($1) } }

  /// Changes what is at a path of keys and indices; nil takes it away.
  mutating func set(_ path: [Any], _ value: Any?) { body = Self.changed(body, path[...]) { _ in value } }

  mutating func change(_ path: [Any], _ change: (Any?) -> Any?) { body = Self.changed(body, path[...], change) }

  private static func changed(_ value: Any, _ path: ArraySlice<Any>, _ change: (Any?) -> Any?) -> Any {
    guard let first = path.first else { return change(value) ?? NSNull() }
    if let key = first as? String, var object = value as? [String: Any] {
      let inner = object[key]
      object[key] = path.count == 1 ? change(inner) : inner.map { changed($0, path.dropFirst(), change) }
      return object
    }
    if let index = first as? Int, var list = value as? [Any], list.indices.contains(index) {
      list[index] = path.count == 1 ? change(list[index]) ?? NSNull() : changed(list[index], path.dropFirst(), change)
      return list
    }
    return value
  }
}
