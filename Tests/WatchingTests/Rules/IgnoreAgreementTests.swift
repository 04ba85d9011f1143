import FreshetCorpus
import Foundation
internal import FreshetSeededNumbers
import Testing
import FreshetWatching

/// Random trees with random ignore files: what the scan leaves out must be what the real git leaves out.
@Suite struct IgnoreAgreementTests {
  /// `FRESHET_TREES` asks for more of them.
  static let trees = UInt64(ProcessInfo.processInfo.environment["FRESHET_TREES"] ?? "") ?? 40

  @Test(arguments: 0..<trees)
  func `the scan excludes exactly what git check-ignore does`(seed: UInt64) throws {
    let scratch = ScratchFolder()
    var tree = RandomTree(seed: seed)
    try run("/usr/bin/git", ["init", "-q", "--template=", scratch.path])
    tree.write(to: scratch)
    let ignored = try gitIgnored(tree.folders + tree.files, in: scratch)
    tree.moveSomeRules(in: scratch)

    let report = try WatchedDirectory(root: scratch.path, takesHidden: true).scan(now: { Timestamp(nanoseconds: 0) })

    let files = Set(report.files.map(\.path)).intersection(tree.files)
    let folders = Set(report.folders.map(\.path)).subtracting([""])
    #expect(files == Set(tree.files).subtracting(ignored), "seed \(seed)\n\(tree)")
    #expect(folders == Set(tree.folders).subtracting(ignored), "seed \(seed)\n\(tree)")
  }

  private func gitIgnored(_ paths: [String], in scratch: ScratchFolder) throws -> Set<String> {
    let input = Data(paths.joined(separator: "\0").utf8)
    let output = try run(
      "/usr/bin/git", ["check-ignore", "--stdin", "-z", "--no-index"], in: scratch.path, input: input,
      allowing: [0, 1])
    return Set(output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
  }
}

private struct RandomTree: CustomStringConvertible {
  private static let names = [
    "a", "b", "ab", "abc", "a.b", "foo", "foo.o", "bar.txt", "B", "x y", "a ", "é", "[a]", "a]", "a\\b", "#h",
    "!n",
    "*", "a*", "-", "^", "a-b", "1", "ä.o", ".hid", "...", "a\nb", "a\t",
  ]
  private static let pieces = [
    "*", "*", "**", "**", "/", "/", "/", "?", "[ab]", "[!a]", "[^b]", "[a-f]", "[f-a]", "[]a]", "[a-]",
    "[[:alpha:]]",
    "[[:digit:][:space:]]", "[[:nope:]]", "[[:]", "[", "]", "[\\]a]", "[a\\-b]", "[[a]", "[!]]", "\\", "\\*",
    "\\a", " ", ".",
    "\\ ", "-", "***", "/**/", "/**", "**/", "?**/", "[ab]**", "a", "b", "o", "\t",
  ]

  private var random: SplitMix64
  private(set) var folders: [String] = []
  private(set) var files: [String] = []
  private var rules: [(path: String, text: String)] = []

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    fill("", depth: 0)
    for folder in [""] + folders where folder.isEmpty || Int.random(in: 0..<3, using: &random) == 0 {
      rules.append((folder.isEmpty ? ".gitignore" : folder + "/.gitignore", rulesText()))
    }
    rules.append((".git/info/exclude", rulesText()))
  }

  var description: String { rules.map { "\($0.path): \($0.text.debugDescription)" }.joined(separator: "\n") }

  func write(to scratch: ScratchFolder) {
    for folder in folders { scratch.makeFolder(folder) }
    for file in files { scratch.write("", to: file) }
    for file in rules { scratch.write(file.text, to: file.path) }
  }

  /// The last lines of some `.gitignore` go to the `.freshetignore` beside it, which must not change what they mean.
  mutating func moveSomeRules(in scratch: ScratchFolder) {
    for file in rules where file.path.hasSuffix(".gitignore") && Bool.random(using: &random) {
      let lines = file.text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      let cut = Int.random(in: 0...lines.count, using: &random)
      let other = file.path.dropLast("gitignore".count) + "freshetignore"
      scratch.write(Array(lines[..<cut].joined(separator: [10])), to: file.path)
      scratch.write(Array(lines[cut...].joined(separator: [10])), to: String(other))
    }
  }

  private mutating func fill(_ folder: String, depth: Int) {
    for name in Self.names.shuffled(using: &random).prefix(Int.random(in: 1...6, using: &random)) {
      let path = folder.isEmpty ? name : folder + "/" + name
      if depth < 4, Int.random(in: 0..<5, using: &random) < 3 {
        folders.append(path)
        fill(path, depth: depth + 1)
      } else {
        files.append(path)
      }
    }
  }

  private mutating func rulesText() -> String {
    let count = Int.random(in: 0...6, using: &random)
    let lines = (0..<count).map { _ in line() }
    let end = ["", "\n", "\r\n"].randomElement(using: &random) ?? ""
    let mark = Int.random(in: 0..<8, using: &random) == 0 ? "\u{FEFF}" : ""
    return mark + lines.joined(separator: Int.random(in: 0..<6, using: &random) == 0 ? "\r\n" : "\n") + end
  }

  private mutating func line() -> String {
    var line = ""
    let existing = folders + files
    if Int.random(in: 0..<4, using: &random) == 0 { line += "!" }
    switch Int.random(in: 0..<4, using: &random) {
    case 0: line += existing.randomElement(using: &random) ?? ""
    case 1: line += mutated(existing.randomElement(using: &random) ?? "")
    default:
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        line += (Bool.random(using: &random) ? Self.pieces : Self.names).randomElement(using: &random) ?? ""
      }
    }
    if Int.random(in: 0..<4, using: &random) == 0 { line += "/" }
    if Int.random(in: 0..<8, using: &random) == 0 { line += " " }
    return line
  }

  /// A path that exists, with a wildcard in the place of some of its bytes.
  private mutating func mutated(_ path: String) -> String {
    var scalars = Array(path.unicodeScalars)
    guard !scalars.isEmpty else { return path }
    let start = Int.random(in: 0..<scalars.count, using: &random)
    let end = Int.random(in: start...scalars.count, using: &random)
    let piece = Self.pieces.randomElement(using: &random) ?? ""
    scalars.replaceSubrange(start..<end, with: Array(piece.unicodeScalars))
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }
}
