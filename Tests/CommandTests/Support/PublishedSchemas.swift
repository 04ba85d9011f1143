import Foundation
import Testing

/// Others' published schemas of the formats of an audit, and judges of theirs: `.ci/fetch-schemas` puts them there.
enum PublishedSchemas {
  private static let folder: String = {
    let environment = ProcessInfo.processInfo.environment
    let cache = environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 }
    return (cache ?? (environment["HOME"] ?? "") + "/.cache") + "/freshet/schemas"
  }()

  /// By fastjsonschema, against the schema of SARIF 2.1.0.
  static func expectSARIF(_ text: String) throws {
    let program = """
      import json, sys
      sys.path.insert(0, sys.argv[1])
      import fastjsonschema
      fastjsonschema.compile(json.load(open(sys.argv[2])))(json.load(sys.stdin))
      """
    try expectSuccess(
      ["python3", "-c", program, try file("fastjsonschema.whl"), try file("sarif-2.1.0.json")], input: text)
  }

  /// By xmllint, against the schema of Jenkins' xUnit plug-in.
  static func expectJUnit(_ text: String) throws {
    try expectSuccess(["xmllint", "--noout", "--nonet", "--schema", try file("junit-10.xsd"), "-"], input: text)
  }

  /// The samples, as Prometheus' own client reads them: name, labels, value.
  static func samples(_ text: String) throws -> [JSON] {
    let program = """
      import json, sys
      sys.path.insert(0, sys.argv[1])
      from prometheus_client.parser import text_string_to_metric_families
      families = text_string_to_metric_families(sys.stdin.read())
      print(json.dumps([[s.name, s.labels, s.value] for family in families for s in family.samples]))
      """
    return try JSON(parsing: run(["python3", "-c", program, try file("prometheus_client.whl")], input: text).0).elements
  }

  private static func file(_ name: String) throws -> String {
    let path = folder + "/" + name
    try #require(FileManager.default.fileExists(atPath: path), "\(path) is missing: run `make schemas`")
    return path
  }

  private static func expectSuccess(_ words: [String], input: String) throws {
    let (output, status) = try run(words, input: input)
    #expect(status == 0, "\(output): \(input)")
  }

  private static func run(_ words: [String], input: String) throws -> (String, Int32) {
    let output = Pipe()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardInput = try Recording.unnamedFile(holding: input)
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: text, as: UTF8.self), process.terminationStatus)
  }
}
