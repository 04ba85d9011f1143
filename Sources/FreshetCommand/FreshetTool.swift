package import ArgumentParser
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
      4 source or embedder unreachable, 5 store locked, 6 store damaged, 7 consistency not met, 130 interrupted.
      """,
    version: FreshetVersion.current,
    subcommands: [
      ReindexCommand.self, WatchCommand.self, QueryCommand.self, VerifyCommand.self, AuditCommand.self,
      MonitorCommand.self, ServiceLevelCommand.self, StatusCommand.self, DoctorCommand.self, WhyCommand.self,
      LogCommand.self, DiffCommand.self, SyncCommand.self, GarbageCommand.self,
      EraseCommand.self, ConfigCommand.self, DumpCommand.self, EmbedCommand.self, EvalCommand.self,
    ])

  package init() {}

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
  }
}
