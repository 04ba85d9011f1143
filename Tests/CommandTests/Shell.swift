import Foundation
import Glibc

/// A line of shell in which `$freshet` is the built command: for what only a shell can set, such as a limit or a closed stream.
enum Shell {
  /// - Parameter asNobody: as a user whom limits bind.
  static func run(
    _ line: String, in folder: String, environment: [String: String] = [:], asNobody: Bool = false
  ) throws -> FreshetProcess.Outcome {
    let process = Process()
    let (output, errors) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = (asNobody ? Nobody.prefix : []) + ["bash", "-c", line]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ProcessInfo.processInfo.environment.merging(["freshet": FreshetProcess.binary]) { $1 }
      .merging(environment) { $1 }
    process.standardInput = FileHandle(forReadingAtPath: "/dev/null")
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    // What a command says here fits into a pipe.
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let trouble = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let status = process.terminationStatus
    return FreshetProcess.Outcome(
      status: process.terminationReason == .uncaughtSignal ? -status : status, output: text, errors: trouble)
  }
}
