internal import FreshetWire

/// Prints JSON on standard output, one object per line.
enum JSONOutput {
  /// How the encoder words remedies (advised actions): as command lines that name the store.
  private static let wording = Wording { Advice.completed($0) }

  static func printed(_ value: some Encodable) throws -> PrintedText {
    "\(json: try WireEncoder.line(value, in: wording))"
  }

  static func print(_ value: some Encodable) throws {
    StandardOutput.write("\(try printed(value))\n")
  }
}
