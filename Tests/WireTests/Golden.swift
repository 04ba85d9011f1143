import Foundation
import FreshetWire
import Testing

/// The golden files: the bytes of each shape of the JSON, as programs that read it know them.
///
/// A file is named after its shape: `AnswerObject.json`. A shape with several forms has a file for each, with the
/// form's name behind a dot: `AnswerObject.bare.json` has no optional key. With FRESHET_WRITE_GOLDEN=1 the tests write
/// the files anew instead of comparing them. Readers bear only one change: a key that is added.
enum Golden {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden")
  private static let rewrites = ProcessInfo.processInfo.environment["FRESHET_WRITE_GOLDEN"] == "1"

  static func expect(
    _ value: some Encodable, as form: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let line = try WireEncoder.line(value)
    let name = ["\(type(of: value))", form, "json"].compactMap(\.self).joined(separator: ".")
    if rewrites { return try Data("\(line)\n".utf8).write(to: folder.appending(path: name)) }
    let known = try #require(bytes(of: name), "there is no golden file \(name)", sourceLocation: sourceLocation)
    #expect(known == Data("\(line)\n".utf8), "\(name) differs: \(line)", sourceLocation: sourceLocation)
  }

  static func bytes(of name: String) -> Data? { FileManager.default.contents(atPath: folder.path + "/" + name) }
}
