package import ArgumentParser
internal import Foundation
internal import Freshet

package struct FreshetTool: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "freshet",
    abstract: "A retrieval cache that can prove how fresh its answers are.",
    discussion: """
      Start with `freshet reindex` in a folder of documents, then ask: `freshet query "how long are leases kept?"`.
      The index lies in .freshet beside the documents and is found from any folder below. freshet.toml beside it can name
      several folders, and how each is kept in step; `freshet watch` keeps them so.

      Exit codes: 0 ok, 1 violations, problems or traces found, 2 usage, 3 incomplete (documents pending or failed),
      4 source, embedder or output out of reach, 5 store locked, 6 store damaged, 7 consistency not met, 130 interrupted.
      """,
    version: FreshetVersion.current,
    subcommands: [
      ReindexCommand.self, WatchCommand.self, QueryCommand.self, VerifyCommand.self, AuditCommand.self,
      MonitorCommand.self, ServiceLevelCommand.self, StatusCommand.self, DoctorCommand.self, WhyCommand.self,
      LogCommand.self, DiffCommand.self, SyncCommand.self, GarbageCommand.self,
      EraseCommand.self, ConfigCommand.self, DumpCommand.self, EmbedCommand.self, EvalCommand.self,
    ])

  package init() {}

  /// To be called once, on the process's first thread and before anything asynchronous: the first switch of a task waits for
  /// ever where the system has no thread to give, and the runtime's end of the first thread traps without a descriptor.
  package static func begin() {
    StandardStreams.occupy()
    // A file that grows over `ulimit -f` is an error of its write, like a full disk.
    signal(SIGXFSZ, SIG_IGN)
    // One for signals, and room for one that works.
    if let code = Interruption.begin() ?? BackgroundThread.start({}) ?? StandardStreams.lackOfRoom() {
      Self.refuse(code)
    }
  }

  package static func main() async {
    do {
      try await Interruption.cancelling {
        var command = try parseAsRoot()
        if var asynchronous = command as? any AsyncParsableCommand {
          try await asynchronous.run()
        } else {
          try command.run()
        }
      }
    } catch {
      ExitStatus(for: error).exit(reporting: error)
    }
    ExitStatus.ok.leave()
  }

  /// Without a thread nothing of this works, and nothing would ever end.
  private static func refuse(_ code: Int32) -> Never {
    ExitStatus.unreachable.exit(reporting: CommandError.noThread(why: String(cString: strerror(code))))
  }
}
