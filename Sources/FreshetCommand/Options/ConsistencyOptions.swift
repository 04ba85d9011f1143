internal import ArgumentParser
internal import Freshet

/// What a read asks for; an option that its level doesn't have is a mistake.
struct ConsistencyOptions: ParsableArguments {
  @Option(
    help: """
      any: what the index holds now. bounded: nothing that changed more than --max-age ago is missing. session: at least \
      everything up to --token. barrier: everything that happened before the question. strict: barrier, and every hit is \
      compared with its file.
      """)
  var consistency = ConsistencyName.any

  @Option(
    help: ArgumentHelp("Of bounded: how old what is missing may be, such as 5s.", valueName: "duration"),
    transform: DurationText.option)
  var maxAge: Duration?

  @Option(help: "Of bounded: fail (at once) or revalidate (bring the index in step first).")
  var onViolation: ViolationName?

  @Option(help: "Of session: an answer's token, or a reindexing's.", transform: Self.token)
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
      throw ValidationError("\(option.name) is for \(levels)")
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

  /// Whether the promise is kept without ever indexing anything.
  var onlyReads: Bool {
    switch asked {
    case .any, .session, .bounded(_, .fail): true
    case .bounded(_, .revalidate), .barrier, .strict: false
    }
  }

  static func token(_ text: String) throws -> SessionToken {
    guard let token = SessionToken(text) else {
      throw ValidationError("\(text) is no token: it has the form store.number.checksum")
    }
    return token
  }
}
