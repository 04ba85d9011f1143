internal import FreshetWire

/// JSON on standard output, one object a line.
enum JSONOutput {
  static func printed(_ value: some Encodable) throws -> PrintedText {
    "\(json: try WireEncoder.line(value))"
  }

  static func print(_ value: some Encodable) throws {
    StandardOutput.write("\(try printed(value))\n")
  }
}
