import ArgumentParser
import Freshet
import Testing

@testable import FreshetCommand

/// Remedies as command lines.
@Suite struct RemedyCommandTests {
  private static let document = DocumentID(path: "it's here/a b.md")

  static let commands: [(Remedy, String)] = [
    (.reindex(all: false), "freshet reindex"), (.reindex(all: true), "freshet reindex --all"),
    (.reindexFolder(store: "a b"), "freshet reindex FOLDER --store 'a b'"),
    (.reindexElsewhere, "freshet reindex --store DIR"), (.acceptDeletions, "freshet reindex --accept-deletions"),
    (.reindexPath, "freshet reindex PATH"), (.acceptRemovals, "freshet sync --accept-deletions"),
    (.audit(verifying: false), "freshet audit"), (.audit(verifying: true), "freshet audit --verify"),
    (.examine(thoroughly: false), "freshet doctor"), (.examine(thoroughly: true), "freshet doctor --thorough"),
    (.explain(document), #"freshet why 'files:it'\''s here/a b.md'"#),
    (.showVersions(document), #"freshet log 'files:it'\''s here/a b.md'"#), (.showStatus, "freshet status"),
    (.watch, "freshet watch"), (.sync, "freshet sync"),
    (.erase(document), #"freshet erase 'files:it'\''s here/a b.md'"#), (.repairClock, "freshet repair clock"),
    (.fetchModel(into: nil), "freshet model fetch"), (.fetchModel(into: "a b"), "freshet model fetch --into 'a b'"),
  ]

  @Test(arguments: commands)
  func `each is a command of freshet`(remedy: Remedy, command: String) throws {
    #expect(remedy.command == command)
    let name = command.split(separator: " ")[1]
    #expect(FreshetTool.configuration.subcommands.contains { $0.configuration.commandName == String(name) })
  }

  @Test func `a sentence names them between backquotes, so that the store can be put in`() {
    let text: AdvisedText = "it is damaged: \(run: .reindex(all: true)), or \(run: .useStore("another one"))"
    #expect(text.inCommands == "it is damaged: run `freshet reindex --all`, or name another one with --store")
    let hold: AdvisedText = "accept the loss: \(Remedy.acceptDeletions)"
    #expect(hold.inCommands == "accept the loss: `freshet reindex --accept-deletions`")
  }
}
