internal import Foundation
internal import Freshet

/// JSON on standard output: keys sorted, one object a line. The keys are documented in docs/COMMANDS.md and only ever added to.
enum JSONOutput {
  static func line(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  static func print(_ value: some Encodable) throws {
    Swift.print(try line(value))
  }
}

/// Text on its way to standard output in large pieces: a line at a time is slow where there are a hundred thousand.
struct OutputBuffer {
  private var text = ""

  mutating func write(_ line: String) {
    text += line
    text += "\n"
    if text.utf8.count > 1 << 16 { flush() }
  }

  mutating func flush() {
    FileHandle.standardOutput.write(Data(text.utf8))
    text = ""
  }
}

extension Dictionary where Key == SkipReason, Value == Int {
  var named: [String: Int] {
    Dictionary<String, Int>(uniqueKeysWithValues: map { ($0.key.rawValue, $0.value) })
  }
}

extension Duration {
  var inSeconds: Double { self / .seconds(1) }
}
