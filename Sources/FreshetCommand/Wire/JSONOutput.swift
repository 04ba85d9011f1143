internal import Foundation
internal import Freshet

/// JSON on standard output: sorted keys, one object a line. docs/commands documents the keys; they are only added to.
enum JSONOutput {
  static func line(_ value: some Encodable) throws -> String {
    let objects = WrittenObjects()
    return objects.placed(in: try text(value, with: objects))
  }

  static func printed(_ value: some Encodable) throws -> PrintedText {
    "\(json: try line(value))"
  }

  static func text(_ value: some Encodable, with objects: WrittenObjects? = nil) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.userInfo[WrittenObjects.key] = objects
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  static func print(_ value: some Encodable) throws {
    StandardOutput.write("\(try printed(value))\n")
  }
}

extension Dictionary where Key == SkipReason, Value == Int {
  var named: [String: Int] {
    Dictionary<String, Int>(keepingFirst: map { ($0.key.rawValue, $0.value) })
  }
}

extension Duration {
  var inSeconds: Double { self / .seconds(1) }
}
