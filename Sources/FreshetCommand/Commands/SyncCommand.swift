internal import ArgumentParser
internal import Foundation
internal import Freshet
internal import FreshetWire

struct SyncCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Synchronize with another store; afterwards both have the same versions of every document.",
    discussion: """
      The other store is a folder, or a command serves it: `freshet sync --through "ssh HOST freshet sync --serve --store DIR"`.
      If the store that --store names doesn't exist yet, sync creates and fills it. You can interrupt sync at any time; the \
      next run continues.
      """)

  @Argument(help: "The other store, or the folder that it lies in.", completion: .directory)
  var other: String?

  @Option(
    help: ArgumentHelp("Shell command that serves the other store.", valueName: "command"))
  var through: String?

  @Flag(help: "Serve this store to the sync of another process, over standard input and output.")
  var serve = false

  @Flag(help: "Accept any number of removals from the other store.")
  var acceptDeletions = false

  @Option(
    help: ArgumentHelp(
      "Time-out: how long the other process may be silent, also while it connects.", valueName: "duration"),
    transform: DurationText.option)
  var timeout = Duration.seconds(8)

  @OptionGroup var options: StoreOptions

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func validate() throws {
    if [other != nil, through != nil, serve].count(where: { $0 }) != 1 {
      throw ValidationError("give one of these three: another store, --through COMMAND, or --serve")
    }
    if serve, isatty(STDOUT_FILENO) == 1 {
      throw ValidationError(
        "--serve exchanges data with another freshet, so its output can't be a terminal: let `freshet sync --through` "
          + "start it")
    }
  }

  func run() async throws {
    signal(SIGPIPE, SIG_IGN)  // a write to a serving process that has ended must fail with an error
    let cache = try opened()
    if serve {
      return try await cache.serveSync(
        input: STDIN_FILENO, output: STDOUT_FILENO, patience: timeout, acceptingDeletions: acceptDeletions)
    }
    let summary = try await exchange(cache)
    if json { try JSONOutput.print(SyncObject(summary)) } else { show(summary) }
    if summary.refused + summary.heldHere + summary.heldThere > 0 { throw ExitCode(ExitStatus.incomplete.rawValue) }
  }

  private func exchange(_ cache: RetrievalCache) async throws -> SyncSummary {
    guard let through else { return try await exchangeWithNeighbour(cache) }
    return try await FarEnd.running(through) { [acceptDeletions, timeout] input, output in
      try await cache.sync(input: input, output: output, patience: timeout, acceptingDeletions: acceptDeletions)
    }
  }

  private func exchangeWithNeighbour(_ cache: RetrievalCache) async throws -> SyncSummary {
    let neighbour = try neighbour()
    do {
      return try await cache.sync(with: neighbour, acceptingDeletions: acceptDeletions)
    } catch FreshetError.replicaFailed(let why) {
      throw FreshetError.replicaFailed(why: AdvisedText(Advice.completed(why, about: try neighbourStore())))
    }
  }

  /// Opens the local store. Creates the store if it doesn't exist and the caller or freshet.toml names it.
  ///
  /// - Throws: `CommandError.noStore` if nothing names a store and the search finds none, among other errors.
  private func opened() throws -> RetrievalCache {
    let settings = try options.settings()
    guard let store = settings.store?.value else { throw CommandError.noStore(from: StoreLocation.absolute(".")) }
    try settings.refuseWideRoot()
    let cache = try settings.open(store)
    settings.announce(store: store, roots: cache.roots)
    return cache
  }

  private func neighbour() throws -> RetrievalCache {
    let (folder, inside) = neighbourPlaces
    let store = try neighbourStore()
    if try !Settings.isStore(store) {
      throw StorageError.missing(path: StoreLocation.isFolder(folder) ? inside : folder)
    }
    return try Settings(store: store, embedder: nil, near: store).open(store)
  }

  /// The two folders that can be the other store: the folder that the caller named, and `.freshet` inside it.
  private var neighbourPlaces: (folder: String, inside: String) {
    let folder = StoreLocation.real(other ?? ".")
    return (folder, folder + "/" + StoreLocation.folderName)
  }

  private func neighbourStore() throws -> String {
    let (folder, inside) = neighbourPlaces
    return try !Settings.isStore(folder) && Settings.isStore(inside) ? inside : folder
  }

  private func show(_ summary: SyncSummary) {
    if summary.isRenewed {
      Terminal.report(
        "freshet: this store is a copy, or was restored from a backup: from now on it writes under a new replica name"
      )
    }
    print(
      "\(summary.differing.counted("document")) differed: \(summary.changedHere) changed in this store, \(summary.changedThere) in the other; "
        + "received \(summary.contentsReceived) texts and vectors, sent \(summary.contentsSent)")
    print(
      "\(summary.rounds.counted("round")), \(summary.bytesSent.counted("byte")) sent, \(summary.bytesReceived) received"
    )
    if !summary.sharesVectors {
      print("the stores use different embedders: \(advice: "run `freshet reindex` to embed the received texts")")
    }
    for refusal in summary.refusals.prefix(Self.named) { print("\(Terminal.warning(sentence(refusal)))") }
    if summary.refused > Self.named {
      print(
        Terminal.warning(
          "\((summary.refused - Self.named).counted("other document was", "other documents were")) refused: `--json` names them"
        ))
    }
    for claim in summary.cutClaims {
      print(
        "the other store claims to have seen \(claim.claimed.counted("write")) of replica \(claim.replica.name), but this "
          + "store had or received only \(claim.believed) of them, and ignores the rest of the claim")
    }
    showHeld(summary)
    for document in summary.conflicted { print("\(Terminal.warning("conflicted")) \(document)") }
  }
}

extension SyncCommand {
  /// The maximum number of refused documents that the output lists by name.
  private static let named = 20

  /// The sentence about a document that sync refused, with a command to run on the store that has the fault. With
  /// `--through`, this process doesn't know the other store's path, so the command for that store has no `--store`.
  private func sentence(_ refusal: RefusedDocument) -> PrintedText {
    if refusal.isMendedHere { return "\(advice: refusal.message)" }
    guard through == nil, let store = try? neighbourStore() else { return "\(refusal.message.inCommands)" }
    return "\(advice: refusal.message, about: store)"
  }

  private func showHeld(_ summary: SyncSummary) {
    let peer = through.map { "--through \(ShellText.quoted($0))" } ?? other.map(ShellText.quoted) ?? ""
    let accept = "run `freshet sync --accept-deletions \(peer)`"
    let acceptThere = through == nil ? accept : "add --accept-deletions to the command that serves the other store"
    for (count, one, other, cure) in [
      (summary.heldHere, "in this store", "in the other store", accept),
      (summary.heldThere, "in the other store", "in this store", acceptThere),
    ] where count > 0 {
      print(
        Terminal.warning(
          """
          \(count.counted("document that was", "documents that were")) removed \(other) \(count.noun("is", "are")) \
          still served \(one): the removals are held back, because they concern most documents of a source. If the \
          removals are intended, \(advice: cure)
          """))
    }
  }
}

extension Settings {
  fileprivate func open(_ store: String) throws -> RetrievalCache {
    let cache = try RetrievalCache.open(
      at: StoreLocation(store: store), embedder: embedder(of: store, mayMigrate: true).value.deferred, sources: sources,
      options: cacheOptions())
    cache.announceSharing()
    return cache
  }
}

/// Runs the process that serves the other store: a shell that executes the command of `--through`.
private enum FarEnd {
  static func running(
    _ command: String, _ exchange: (_ input: Int32, _ output: Int32) async throws -> SyncSummary
  ) async throws -> SyncSummary {
    let (process, questions, answers) = (Process(), Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.standardInput = questions
    process.standardOutput = answers
    let messages = FarEndMessages(of: process)
    try process.run()
    messages?.begin()
    defer {
      end(process)
      messages?.finish()
    }
    defer { try? questions.fileHandleForWriting.close() }  // end of input ends the serving process
    return try await exchange(
      answers.fileHandleForReading.fileDescriptor, questions.fileHandleForWriting.fileDescriptor)
  }

  /// Ends the serving process, whose standard input is already closed. Waits a second for it to end, then sends
  /// SIGTERM, waits again, and sends SIGKILL.
  private static func end(_ process: Process) {
    for signal in [nil, SIGTERM, SIGKILL] {
      if let signal { kill(process.processIdentifier, signal) }
      for _ in 0..<100 where process.isRunning { usleep(10_000) }
      if !process.isRunning { return }
    }
  }
}
