import Foundation
import FreshetTestSupport
import Glibc
import Testing

/// A folder of documents of one test's own, removed with it, and `freshet` run in it.
final class CommandTree {
  private let folder: TemporaryFolder
  var path: String { folder.path }

  init(_ documents: [String: String] = [:]) throws {
    folder = try Self.newFolder()
    for (name, text) in documents { try write(text, to: name) }
  }

  /// In the first of the usual places that no store lies above, for that store would be found from the tree.
  private static func newFolder() throws -> TemporaryFolder {
    let places = [NSTemporaryDirectory(), "/var/tmp"]
    let place = try #require(places.first { !hasStoreAbove($0) }, "a .freshet lies above each of \(places): remove it")
    return try TemporaryFolder(in: place)
  }

  private static func hasStoreAbove(_ folder: String) -> Bool {
    let url = URL(fileURLWithPath: folder).resolvingSymlinksInPath()
    let parts = url.pathComponents
    return parts.indices.contains { last in
      FileManager.default.fileExists(atPath: NSString.path(withComponents: Array(parts[...last])) + "/.freshet")
    }
  }

  var store: String { at(".freshet") }

  func at(_ relative: String) -> String { path + "/" + relative }

  func exists(_ relative: String) -> Bool {
    FileManager.default.fileExists(atPath: at(relative))
  }

  /// Makes the folders on the way.
  func write(_ text: String, to relative: String) throws {
    try write(Data(text.utf8), to: relative)
  }

  func write(_ bytes: Data, to relative: String) throws {
    let url = URL(fileURLWithPath: at(relative))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try bytes.write(to: url)
  }

  func read(_ relative: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: at(relative)))
  }

  func remove(_ relative: String) throws {
    try FileManager.default.removeItem(atPath: at(relative))
  }

  func move(_ relative: String, to target: String) throws {
    let folder = URL(fileURLWithPath: at(target)).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.moveItem(atPath: at(relative), toPath: at(target))
  }

  func copy(_ relative: String, to target: String) throws {
    try FileManager.default.copyItem(atPath: at(relative), toPath: at(target))
  }

  func link(_ relative: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: at(relative), withDestinationPath: target)
  }

  func giveToNobody() throws {
    if getuid() != 0 { return }
    let names = try FileManager.default.subpathsOfDirectory(atPath: path)
    for name in [path] + names.map(at) { lchown(name, Nobody.id, Nobody.id) }
  }

  /// Runs `freshet` in the tree, or in a folder of it, to its end.
  func freshet(
    _ arguments: [String], in folder: String = ".", environment: [String: String] = [:], input: String = "",
    asNobody: Bool = false, output: FreshetProcess.Stream = .file, errors: FreshetProcess.Stream = .file
  ) throws -> FreshetProcess.Outcome {
    try FreshetProcess(
      arguments, in: at(folder), environment: environment, input: input, asNobody: asNobody, output: output,
      errors: errors
    ).finish()
  }

  func freshet(_ arguments: String..., in folder: String = ".", asNobody: Bool = false) throws
    -> FreshetProcess.Outcome
  {
    try freshet(arguments, in: folder, asNobody: asNobody)
  }

  /// Reindexes with the hashing embedder; the report, once the run has succeeded.
  @discardableResult
  func reindex(_ arguments: String..., asNobody: Bool = false) throws -> JSON {
    let outcome = try freshet(["reindex", "--embedder", "hashing", "--json"] + arguments, asNobody: asNobody)
    try #require(outcome.status == 0, "\(outcome)")
    return try JSON(parsing: outcome.output)
  }

  func json(_ arguments: String...) throws -> JSON {
    try JSON(parsing: freshet(arguments + ["--json"]).output)
  }

  /// What is served, without what differs between two stores of the same documents: versions.
  func dump() throws -> [JSON] {
    try dumpWithVersions().map { $0.without("version") }
  }

  func dumpWithVersions() throws -> [JSON] {
    let outcome = try freshet("dump")
    try #require(outcome.status == 0, "\(outcome)")
    return try JSON.lines(outcome.output)
  }

  /// What a store that is made from nothing, elsewhere, serves of these documents.
  func dumpFromScratch() throws -> [JSON] {
    let other = try CommandTree()
    try reindex("--store", other.at("store"))
    let outcome = try freshet("dump", "--store", other.at("store"))
    try #require(outcome.status == 0, "\(outcome)")
    return try JSON.lines(outcome.output).map { $0.without("version") }
  }
}
