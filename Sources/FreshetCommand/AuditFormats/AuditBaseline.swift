internal import Foundation
internal import Freshet
internal import FreshetWire

/// The baseline: a file of findings that a project accepts (docs/commands/audit.md, "Baselines").
///
/// It has one finding per line, sorted by rule and name, so that version control shows changes clearly.
struct AuditBaseline {
  static let version = 1

  let accepted: Set<AcceptedFinding>

  init(accepting findings: [AuditFinding]) {
    accepted = Set(findings.map(AcceptedFinding.init))
  }

  init(at path: String) throws {
    accepted = try Self.read(UserFile.read(path), of: path)
  }

  private static func read(_ bytes: Data, of path: String) throws -> Set<AcceptedFinding> {
    do {
      let found = try JSONDecoder().decode(Edition.self, from: bytes).version
      if found > version { throw CommandError.baselineTooNew(file: path, version: found, known: version) }
      guard found == version else {
        throw CommandError.noBaseline(file: path, why: "its version is \(found), not \(version)")
      }
      return Set(try JSONDecoder().decode(Contents.self, from: bytes).findings)
    } catch let error as DecodingError {
      throw CommandError.noBaseline(file: path, why: error.sentence(expecting: #"{"findings":[…],"version":1}"#))
    }
  }

  private struct Edition: Decodable {
    let version: Int
  }

  private struct Contents: Decodable {
    let findings: [AcceptedFinding]
  }

  func text() throws -> String {
    let lines = try accepted.sorted().map { "    " + (try WireEncoder.line($0)) }
    let list = lines.isEmpty ? "[]" : "[\n" + lines.joined(separator: ",\n") + "\n  ]"
    return "{\n  \"findings\": \(list),\n  \"version\": \(Self.version)\n}\n"
  }
}
