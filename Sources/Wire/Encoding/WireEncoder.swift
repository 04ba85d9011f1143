internal import Foundation

/// The one encoder of the contract: keys sorted, one object a line.
///
/// The keys are documented in docs/COMMANDS.md and only ever added to.
package enum WireEncoder {
  package static func line(_ value: some Encodable) throws -> String {
    let objects = WrittenObjects()
    return objects.placed(in: try text(value, with: objects))
  }

  static func text(_ value: some Encodable, with objects: WrittenObjects? = nil) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.userInfo[WrittenObjects.key] = objects
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
