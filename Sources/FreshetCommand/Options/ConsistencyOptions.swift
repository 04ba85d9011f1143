internal import ArgumentParser
internal import Freshet

/// The consistency level of a read, and the options of this level. An option that applies only to other levels is an
/// error.
struct ConsistencyOptions: ParsableArguments {
  @Option(
    help: """
      What the answer must include. any: what the index holds now. bounded: every change older than --max-age. session: \
      everything up to --token. barrier: every change before the question. strict: as barrier, and Freshet compares each \
      hit with its file.
      """)
  var consistency = ConsistencyName.any

  @Option(
    help: ArgumentHelp(
      "For bounded: the answer must include every change that is older than this, such as 5s.", valueName: "duration"),
    transform: DurationText.option)
  var maxAge: Duration?

  @Option(help: "For bounded, if older changes are missing: fail (at once) or revalidate (reindex first).")
  var onViolation: ViolationName?

  @Option(help: "For session: a token that an answer or a reindexing printed.", transform: Self.token)
  var token: SessionToken?

  @Option(
    help: ArgumentHelp("For barrier and strict: how long to wait. Default: 30s.", valueName: "duration"),
    transform: DurationText.option)
  var timeout: Duration?

  func validate() throws {
    if consistency == .bounded, maxAge == nil {
      throw ValidationError("--consistency bounded needs --max-age, such as 5s")
    }
    if consistency == .session, token == nil {
      throw ValidationError("--consistency session needs --token, from an answer or a reindexing")
    }
    let options: [(name: String, isGiven: Bool, levels: [ConsistencyName])] = [
      ("--max-age", maxAge != nil, [.bounded]), ("--on-violation", onViolation != nil, [.bounded]),
      ("--token", token != nil, [.session]), ("--timeout", timeout != nil, [.barrier, .strict]),
    ]
    for option in options where option.isGiven && !option.levels.contains(consistency) {
      let levels = option.levels.map { "--consistency \($0.rawValue)" }.joined(separator: " or ")
      throw ValidationError("\(option.name) applies only to \(levels)")
    }
  }

  var asked: Consistency {
    switch consistency {
    case .any: .any
    case .bounded: .bounded(maxAge ?? .zero, onViolation: onViolation?.violation ?? .fail)
    case .session: token.map(Consistency.session) ?? .any
    case .barrier: .barrier(timeout: timeout ?? .seconds(30))
    case .strict: .strict(timeout: timeout ?? .seconds(30))
    }
  }

  /// Whether a read at this level never indexes anything, and so works on a store that is opened read-only.
  var onlyReads: Bool {
    switch asked {
    case .any, .session, .bounded(_, .fail): true
    case .bounded(_, .revalidate), .barrier, .strict: false
    }
  }

  static func token(_ text: String) throws -> SessionToken {
    guard let token = SessionToken(text) else {
      throw ValidationError("\(text) is not a token: expected the form store.number.checksum")
    }
    return token
  }
}
