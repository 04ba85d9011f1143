import Foundation
import FreshetTestSupport
import Glibc
import Testing

/// The built `freshet` as a user starts it: a process of its own, in a folder, with an environment.
///
/// Standard output and standard error go to files without a name, so that no pipe can fill up; either can be a terminal
/// instead, whose text is then also an event to wait for.
final class FreshetProcess {
  struct Outcome: Equatable {
    /// Negative for the signal that ended the process.
    let status: Int32
    let output: String
    let errors: String
  }

  enum Stream {
    case file, terminal
  }

  /// `FRESHET_BINARY`, else the one that was built beside this test bundle.
  static let binary: String = {
    if let chosen = ProcessInfo.processInfo.environment["FRESHET_BINARY"] { return chosen }
    let bundle = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return bundle.deletingLastPathComponent().appendingPathComponent("freshet").path
  }()

  private let process = Process()
  private let output: Recording
  private let errors: Recording
  /// Keeps the process's standard input open, and says nothing.
  private let silentInput: Pipe?

  /// - Parameters:
  ///   - keepsInputOpen: its standard input never ends.
  ///   - wrapper: a command that runs it, such as `setpriv` with its options.
  init(
    _ arguments: [String], in folder: String, environment: [String: String] = [:], input: String = "",
    keepsInputOpen: Bool = false, asNobody: Bool = false, through wrapper: [String] = [], output: Stream = .file,
    errors: Stream = .file
  ) throws {
    try #require(access(Self.binary, X_OK) == 0, "no \(Self.binary): run `swift build -c release` first")
    self.output = try Recording(output)
    self.errors = try Recording(errors)
    let words = (asNobody ? Nobody.prefix : wrapper) + [Self.binary] + arguments
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = Self.environment.merging(environment) { $1 }
    silentInput = keepsInputOpen ? Pipe() : nil
    process.standardInput = try silentInput ?? Recording.unnamedFile(holding: input)
    process.standardOutput = self.output.writer
    process.standardError = self.errors.writer
    try process.run()
    try self.output.keepReaderOnly()
    try self.errors.keepReaderOnly()
  }

  func send(_ signal: Int32) {
    kill(process.processIdentifier, signal)
  }

  /// Returns when the process has a handler of its own for `signal`: from then on the signal asks, it doesn't kill.
  func awaitHandler(of signal: Int32) throws {
    let folder = "/proc/\(process.processIdentifier)"
    try waitUntil("a handler of signal \(signal)", within: Self.patience) {
      let name = try String(contentsOfFile: folder + "/comm", encoding: .utf8)
      let status = try String(contentsOfFile: folder + "/status", encoding: .utf8)
      let caught = status.firstMatch(of: /SigCgt:\s*([0-9a-f]+)/).flatMap { UInt64($0.1, radix: 16) } ?? 0
      return name == "freshet\n" && caught & 1 << UInt64(signal - 1) != 0
    }
  }

  /// Returns when it has ended, with nothing read from it; kills it if that takes too long.
  func awaitEnd() throws {
    do {
      try waitUntil("the end of the process", within: Self.patience) { !process.isRunning }
    } catch {
      send(SIGKILL)
      throw error
    }
  }

  private static let patience = Duration.seconds(90)

  /// Returns when none of its threads runs any more, until it is sent SIGCONT.
  func stop() throws {
    send(SIGSTOP)
    let tasks = "/proc/\(process.processIdentifier)/task"
    try waitUntil("the stop of all threads", within: Self.patience) {
      try FileManager.default.contentsOfDirectory(atPath: tasks).allSatisfy { Self.isStopped(tasks + "/" + $0) }
    }
  }

  /// A thread that is gone meanwhile doesn't run either.
  private static func isStopped(_ task: String) -> Bool {
    guard let stat = try? String(contentsOfFile: task + "/stat", encoding: .utf8) else { return true }
    return stat.split(separator: ")").last.map { $0.hasPrefix(" T") } ?? true
  }

  /// Returns everything up to the first piece of standard error, a terminal, in which `isAwaited` finds what it wants.
  @discardableResult
  func readErrors(until isAwaited: (String) -> Bool) throws -> String {
    try errors.read(until: isAwaited)
  }

  /// The same of standard output.
  @discardableResult
  func readOutput(until isAwaited: (String) -> Bool) throws -> String {
    try output.read(until: isAwaited)
  }

  func finish() throws -> Outcome {
    let terminals = try (output.readTerminal(), errors.readTerminal())
    process.waitUntilExit()
    let status = process.terminationStatus
    return Outcome(
      status: process.terminationReason == .uncaughtSignal ? -status : status,
      output: try terminals.0 ?? output.readFile(), errors: try terminals.1 ?? errors.readFile())
  }

  private static let environment: [String: String] = {
    var environment = ProcessInfo.processInfo.environment
    environment["TERM"] = "xterm"
    environment["NO_COLOR"] = nil
    return environment
  }()
}

/// A user who may read nothing that isn't for everybody; only root can start processes as somebody else.
enum Nobody {
  static let id: UInt32 = 65534
  static var prefix: [String] {
    getuid() == 0 ? ["setpriv", "--reuid=\(id)", "--regid=\(id)", "--clear-groups"] : []
  }

  /// False where the binary or its libraries lie in a folder that is root's alone.
  static let canRunFreshet: Bool = {
    let process = try? FreshetProcess(["--version"], in: "/", asNobody: true)
    return (try? process?.finish().status) == 0
  }()
}
