import Foundation
import Glibc

/// Runs a shell line in which `$freshet` is the built command. For settings that only a shell can make, such as a limit
/// or a closed stream.
enum Shell {
  /// - Parameter asNobody: runs as an unprivileged user, to whom limits apply.
  static func run(
    _ line: String, in folder: String, environment: [String: String] = [:], asNobody: Bool = false
  ) throws -> FreshetProcess.Outcome {
    let process = Process()
    // A file for errors: a full pipe would block the command, and this reads one after the other.
    let (output, errors) = (Pipe(), try Recording.unnamedFile())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = (asNobody ? Nobody.prefix : []) + ["bash", "-c", line]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ProcessInfo.processInfo.environment.merging(["freshet": FreshetProcess.binary]) { $1 }
      .merging(environment) { $1 }
    process.standardInput = FileHandle(forReadingAtPath: "/dev/null")
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    try errors.seek(toOffset: 0)
    let trouble = String(decoding: try errors.readToEnd() ?? Data(), as: UTF8.self)
    let status = process.terminationStatus
    return FreshetProcess.Outcome(
      status: process.terminationReason == .uncaughtSignal ? -status : status, output: text, errors: trouble)
  }
}
