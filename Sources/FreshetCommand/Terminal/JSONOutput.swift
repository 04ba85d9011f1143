internal import FreshetWire

/// JSON on standard output, one object a line.
enum JSONOutput {
  /// What helps is a command line, which names the store.
  private static let wording = Wording { Advice.completed($0) }

  static func printed(_ value: some Encodable) throws -> PrintedText {
    "\(json: try WireEncoder.line(value, in: wording))"
  }

  static func print(_ value: some Encodable) throws {
    StandardOutput.write("\(try printed(value))\n")
  }
}
