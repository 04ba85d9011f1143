package import ArgumentParser
internal import FreshetFiles
internal import Foundation
internal import Freshet

package struct FreshetTool: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "freshet",
    abstract: "A retrieval cache that can prove how fresh its answers are.",
    discussion: """
      Start with `freshet reindex` in a folder of documents, then ask: `freshet query "how long are leases kept?"`.
      The index lies in .freshet beside the documents; commands find it from any folder below. freshet.toml beside
      .freshet can name several folders and a policy for each. `freshet watch` keeps the index in step with the folders.

      Exit codes: 0 ok, 1 violations, problems or traces found, 2 usage, 3 incomplete (documents pending or failed),
      4 source, embedder or output out of reach, 5 store locked, 6 store damaged, 7 consistency not met, 130 interrupted.
      """,
    version: FreshetVersion.current,
    subcommands: [
      ReindexCommand.self, WatchCommand.self, QueryCommand.self, PromptCommand.self, VerifyCommand.self,
      AuditCommand.self,
      MonitorCommand.self, ServiceLevelCommand.self, StatusCommand.self, DoctorCommand.self, WhyCommand.self,
      LogCommand.self, DiffCommand.self, SyncCommand.self, GarbageCommand.self,
      EraseCommand.self, RepairCommand.self, SourceCommand.self, ModelCommand.self, ConfigCommand.self,
      DocumentsCommand.self, DumpCommand.self,
      EmbedCommand.self, EvalCommand.self,
    ])

  package init() {}

  /// Prepares the process: opens placeholders for closed standard streams, installs signal handlers, and checks that
  /// the system provides the threads, address space and file descriptors that Swift's runtime needs. Ends the process
  /// with an error if one of them is missing.
  ///
  /// Call this once, on the process's first thread and before any asynchronous code. Without a spare thread, the first
  /// task switch would block for ever. Without a spare descriptor, the runtime traps when the first thread ends.
  package static func begin() {
    StandardStreams.occupy()
    // A write that grows a file beyond `ulimit -f` must fail with an error, like a full disk.
    signal(SIGXFSZ, SIG_IGN)
    let lack =
      Interruption.begin() ?? BackgroundThread.lackOfRoom(for: poolThreads) ?? AddressSpace.lackOfRoom()
      ?? StandardStreams.lackOfRoom()
    if let lack { Self.refuse(lack) }
  }

  package static func main() async {
    do {
      try await Interruption.cancelling {
        var command = try parsed(ProcessArguments.all)
        ScratchSweep.run()
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

  /// Parses the command line.
  ///
  /// - Throws: `CommandError.unknownCommand` if the first argument is nearly a command's name, otherwise the parser's
  ///   error.
  private static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
    do {
      return try parseAsRoot(arguments)
    } catch {
      let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
      guard let word = arguments.first, !names.contains(word), let meant = Suggestion.nearest(to: word, among: names)
      else { throw error }
      throw CommandError.unknownCommand(word, meant: meant)
    }
  }

  /// The number of threads that Swift's thread pools start, whichever command runs.
  private static let poolThreads = 4

  /// Ends the process with an error: without threads or memory, every command would hang.
  ///
  /// - Parameter code: the `errno` value of the failed check.
  private static func refuse(_ code: Int32) -> Never {
    ExitStatus.unreachable.exit(reporting: CommandError.noThread(why: String(cString: strerror(code))))
  }
}
