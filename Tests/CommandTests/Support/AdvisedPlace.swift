import Foundation
import Testing

/// A tree, and the folder in which commands about its store are run: the tree itself, or another folder, where they name
/// the store.
final class AdvisedPlace {
  static let all = [("in the store's folder", false), ("from elsewhere", true)]

  let tree: CommandTree
  let elsewhere: CommandTree
  private let isNamed: Bool

  init(_ documents: [String: String], isNamed: Bool) throws {
    (tree, elsewhere) = (try CommandTree(documents), try CommandTree())
    self.isNamed = isNamed
  }

  var folder: String { isNamed ? elsewhere.path : tree.path }
  var options: [String] { isNamed ? ["--store", tree.store] : [] }

  /// The command as it must be advised here.
  func command(_ name: String, _ rest: String = "") -> String {
    (["freshet", name] + options).joined(separator: " ") + rest
  }

  func freshet(_ arguments: String...) throws -> FreshetProcess.Outcome {
    try FreshetProcess(arguments + options, in: folder, environment: Self.environment).finish()
  }

  func run(_ command: String) throws -> FreshetProcess.Outcome {
    try Advised.run(command, in: folder, environment: Self.environment)
  }

  /// What `doctor` advises for what one of its checks found.
  func cure(of check: String) throws -> String {
    let findings = try JSON(parsing: freshet("doctor", "--json").output)["findings"].elements
    return findings.filter { $0["check"].text == check && $0["cure"] != .null }.map { $0["cure"].text }
      .joined(separator: "\n")
  }

  /// New stores need no model.
  static let environment = ["FRESHET_EMBEDDER": "hashing"]
}
