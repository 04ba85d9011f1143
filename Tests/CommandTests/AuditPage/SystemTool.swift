import Foundation

/// A program of the system, run to its end.
enum SystemTool {
  static func run(_ words: [String], environment: [String: String] = [:]) throws -> FreshetProcess.Outcome {
    let process = Process()
    let (output, errors) = try (Recording(.file), Recording(.file))
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = try Recording.unnamedFile()
    process.standardOutput = output.writer
    process.standardError = errors.writer
    try process.run()
    process.waitUntilExit()
    return .init(status: process.terminationStatus, output: try output.readFile(), errors: try errors.readFile())
  }
}
