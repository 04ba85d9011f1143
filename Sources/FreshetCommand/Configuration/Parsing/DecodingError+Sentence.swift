extension DecodingError {
  /// Describes what is missing or wrong in a JSON text, and at which key.
  ///
  /// - Parameter expectation: what the whole text should be. The sentence contains this text if the error is about the
  ///   text as a whole instead of a single key.
  func sentence(expecting expectation: String) -> String {
    switch self {
    case .keyNotFound(let key, let context): "\(Self.place(context.codingPath + [key])) is missing"
    case .valueNotFound(_, let context): "\(Self.place(context.codingPath)) has no value"
    case .typeMismatch(_, let context), .dataCorrupted(let context):
      context.codingPath.isEmpty
        ? "expected \(expectation)" : "\(Self.place(context.codingPath)): \(context.debugDescription)"
    @unknown default: "\(self)"
    }
  }

  private static func place(_ path: [any CodingKey]) -> String {
    path.reduce("") { place, key in
      place + (key.intValue.map { "[\($0)]" } ?? (place.isEmpty ? "" : ".") + key.stringValue)
    }
  }
}
