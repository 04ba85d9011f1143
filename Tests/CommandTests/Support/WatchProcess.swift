import Foundation
import Glibc
import Testing

/// A `freshet watch`, or another command that goes on, which runs until its value is gone, and the events that it prints.
final class WatchProcess {
  private let process: FreshetProcess
  private var hasEnded = false

  /// What may take long takes a machine under load this long at most.
  private static let patience = Duration.seconds(90)

  convenience init(in folder: String, _ arguments: String..., environment: [String: String] = [:]) throws {
    try self.init(
      running: ["watch", "--json", "--embedder", "hashing"] + arguments, in: folder, environment: environment)
  }

  init(running command: [String], in folder: String, environment: [String: String] = [:]) throws {
    process = try FreshetProcess(command, in: folder, environment: environment, output: .terminal)
  }

  deinit {
    if !hasEnded {
      process.send(SIGKILL)
      _ = try? process.finish()  // only to leave no process behind
    }
  }

  /// The events so far, when one is there for which `isAwaited` holds.
  @discardableResult
  func events(until isAwaited: (JSON) -> Bool) throws -> [JSON] {
    let deadline = ContinuousClock.now + Self.patience
    let text = try process.readOutput { text in
      ContinuousClock.now > deadline || ((try? Self.events(in: text)) ?? []).contains(where: isAwaited)
    }
    let events = try Self.events(in: text)
    let hasHappened = events.contains(where: isAwaited)
    try #require(hasHappened, "it never happened: \(events)")
    return events
  }

  /// Until the documents were served so often.
  func awaitServed(_ document: String, times: Int = 1) throws {
    let deadline = ContinuousClock.now + Self.patience
    let text = try process.readOutput { text in
      ContinuousClock.now > deadline || Self.count(of: document, in: text) >= times
    }
    let count = Self.count(of: document, in: text)
    try #require(count >= times, "\(document) was served \(count) times, not \(times): \(text)")
  }

  func awaitHealth(_ health: String, of source: String = "files") throws {
    try events { $0["event"] == "health" && $0["health"].text == health && $0["source"].text == source }
  }

  /// While it stands still, wherever it is in its work.
  func paused<Value>(_ body: () throws -> Value) throws -> Value {
    try process.stop()
    defer { process.send(SIGCONT) }
    return try body()
  }

  /// Waits until it ends by itself.
  func finish() throws -> FreshetProcess.Outcome {
    hasEnded = true
    return try process.finish()
  }

  func end(_ signal: Int32 = SIGINT) throws -> FreshetProcess.Outcome {
    process.send(signal)
    hasEnded = true
    return try process.finish()
  }

  /// A terminal ends lines with CR LF; the last may be cut.
  private static func events(in text: String) throws -> [JSON] {
    try text.components(separatedBy: "\r\n").dropLast().map { try JSON(parsing: $0) }
  }

  private static func count(of document: String, in text: String) -> Int {
    ((try? events(in: text)) ?? []).count { $0["event"] == "served" && $0["document"].text == document }
  }
}
