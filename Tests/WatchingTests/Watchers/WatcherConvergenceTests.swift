import FreshetCorpus
import Foundation
internal import FreshetSeededNumbers
import Testing
import FreshetWatching

/// Random operations, one after the other as fast as they go, while a mirror follows the batches: in the end it must
/// show what a scan from scratch shows, stamp by stamp.
@Suite(.serialized, .timeLimit(.minutes(5))) struct WatcherConvergenceTests {
  /// `FRESHET_STORMS` asks for more of them.
  static let storms = UInt64(ProcessInfo.processInfo.environment["FRESHET_STORMS"] ?? "") ?? 15

  @Test(arguments: WatcherKind.all, 0..<storms)
  func `who looks at what is named knows what is there`(kind: WatcherKind, seed: UInt64) async throws {
    let place = WatchedScratch()
    var storm = Storm(seed: seed, place: place)
    for _ in 0..<30 { storm.act() }
    let directory = WatchedDirectory(root: place.tree.root)
    var mirror = Mirror(directory)
    try await place.watched(by: kind) { delivered in
      try mirror.look(at: [WatchBatch(health: kind.health, scopes: [""])])
      for round in 0..<10 {
        for _ in 0..<20 { storm.act() }
        place.leaveCookie("cookie\(round)")
        let batches = try await delivered.next { $0.cookies.contains("cookie\(round)") }
        try mirror.look(at: batches)
        let seen = try directory.scan(now: WatcherKind.lateClock).files
        let expected = Dictionary(uniqueKeysWithValues: seen.map { (ExactPath($0.path), $0.stamp) })
        let wrong = Set(expected.keys).union(mirror.files.keys).filter { expected[$0] != mirror.files[$0] }
        #expect(wrong == [], "seed \(seed), round \(round):\n\(storm.log.joined(separator: "\n"))")
        if wrong != [] { return }
      }
    }
  }
}

extension WatchBatch {
  fileprivate init(health: WatchHealth, scopes: Set<ExactPath>) {
    self.init(health: health)
    self.scopes = scopes
  }
}

/// Looks where the watcher says, and nowhere else.
private struct Mirror {
  let directory: WatchedDirectory
  private(set) var files: [ExactPath: FileStamp] = [:]

  init(_ directory: WatchedDirectory) {
    self.directory = directory
  }

  mutating func look(at batches: [WatchBatch]) throws {
    let paths = batches.touched.union(batches.scopes)
    if paths.isEmpty { return }
    let report = try directory.scan(try ScanScope(paths: paths.map(\.string)), now: WatcherKind.lateClock)
    files = files.filter { report.evidence(of: $0.key.string) == .unknown(.outOfScope) }
    for file in report.files { files[ExactPath(file.path)] = file.stamp }
  }
}

/// Random operations on few names, so that they collide. Two of the names are equal as Swift strings, and one begins in
/// the middle of a character.
private struct Storm {
  private static let names = ["a", "b", "c", "d.md", "\u{E9}", "e\u{301}", "\u{301}", "f.log", "build"]

  private let place: WatchedScratch
  private var random: SplitMix64
  private(set) var log: [String] = []

  init(seed: UInt64, place: WatchedScratch) {
    random = SplitMix64(seed: seed)
    self.place = place
  }

  private mutating func path() -> String {
    (0..<Int.random(in: 1...3, using: &random)).map { _ in random.pick(Self.names) }.joined(separator: "/")
  }

  /// What can't be done where it falls is not done.
  mutating func act() {
    let (path, other) = (path(), path())
    switch Int.random(in: 0..<20, using: &random) {
    case 0..<5:
      log.append("write \(path)")
      write("text \(log.count)", path)
    case 5..<8:
      log.append("append \(path)")
      write("more", path, O_APPEND)
    case 8..<10:
      log.append("folder \(path)")
      folder(path)
    case 10..<14:
      log.append("rename \(path) to \(other)")
      _ = rename(place.at(path), place.at(other))
    case 14:
      log.append("remove \(path)")
      try? FileManager.default.removeItem(atPath: place.at(path))
    case 15:
      log.append("unlink \(path)")
      unlink(place.at(path))
    case 16:
      log.append("chmod \(path)")
      chmod(place.at(path), 0o700)
    case 17, 18:
      log.append("link \(path) to \(other)")
      _ = symlink(place.at(other), place.at(path))
    default:
      let rules = random.pick(["", "build/\n", "*.log\n", "b\n", "/a/\n"])
      let file = random.pick([".gitignore", "a/.gitignore", "b/.freshetignore"])
      log.append("rules \(file): \(rules)")
      write(rules, file)
    }
  }

  private func folder(_ path: String) {
    var way = place.tree.root
    for name in path.pathNames {
      way += "/" + name
      mkdir(way, 0o755)
    }
  }

  private func write(_ text: String, _ path: String, _ flag: Int32 = O_TRUNC) {
    folder(path.pathNames.dropLast().joined(separator: "/"))
    let file = open(place.at(path), O_WRONLY | O_CREAT | flag, 0o644)
    guard file >= 0 else { return }
    _ = Foundation.write(file, text, text.utf8.count)
    close(file)
  }
}
