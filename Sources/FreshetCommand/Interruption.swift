internal import Dispatch
internal import Foundation

/// Ctrl-C and a polite kill: the first cancels the command, which ends within one batch; the second ends the process at once.
///
/// Both are harmless: every commit is whole.
enum Interruption {
  static func cancelling(_ body: @escaping @Sendable () async throws -> Void) async throws {
    let task = Task { try await body() }
    let sources = [SIGINT, SIGTERM].map { signal in
      Foundation.signal(signal, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: signal, queue: .global())
      source.setEventHandler {
        if task.isCancelled { exit(ExitStatus.interrupted.rawValue) }
        task.cancel()
      }
      source.resume()
      return source
    }
    defer { for source in sources { source.cancel() } }
    try await task.value
  }
}
