internal import Foundation

/// Encodes all JSON that Freshet prints: one object per line, with sorted keys.
///
/// docs/commands documents the keys. New versions of Freshet only add keys.
package enum WireEncoder {
  /// Returns the value as one line of JSON, with remedies in the given wording.
  package static func line(_ value: some Encodable, in wording: Wording = .plain) throws -> String {
    let objects = WrittenObjects()
    return objects.placed(in: try text(value, [WrittenObjects.key: objects, Wording.key: wording]))
  }

  static func text(_ value: some Encodable, _ information: [CodingUserInfoKey: any Sendable] = [:]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.userInfo = information
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
