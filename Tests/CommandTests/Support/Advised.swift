import Foundation
import FreshetTestSupport
import Testing

/// Commands that messages advise, run as a person would run them after pasting.
enum Advised {
  /// The texts between backquotes that begin with `freshet`.
  static func commands(in text: String) -> [String] {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 && $0.element.hasPrefix("freshet ") }.map { String($0.element) }
  }

  /// Runs in a shell, in the folder where the command was printed.
  static func run(_ command: String, in folder: String, environment: [String: String] = [:]) throws
    -> FreshetProcess.Outcome
  {
    let line = "freshet() { \"$freshet\" \"$@\"; }; \(command)"
    return try Shell.run(line, in: folder, environment: environment)
  }

  /// Starts a command that runs until it is ended, waits for `isDone`, and then ends the command.
  static func running(_ command: String, in folder: String, until isDone: () throws -> Bool) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", "exec " + command.replacingOccurrences(of: "freshet ", with: "\"$freshet\" ")]
    process.environment = ProcessInfo.processInfo.environment.merging(["freshet": FreshetProcess.binary]) { $1 }
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardError = FileHandle.nullDevice
    try process.run()
    defer {
      process.terminate()
      process.waitUntilExit()
    }
    try waitUntil("what \(command) is for", within: .seconds(60)) {
      try #require(process.isRunning, "\(command) came to nothing")
      return try isDone()
    }
  }
}
