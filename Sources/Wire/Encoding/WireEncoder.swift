internal import Foundation

/// The one encoder of the contract: keys sorted, one object a line.
///
/// docs/commands documents the keys; they are only ever added to.
package enum WireEncoder {
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
