internal import ArgumentParser
internal import FreshetFiles
internal import Foundation
internal import Freshet

/// What a process's exit code means; every command uses the same codes.
enum ExitStatus: Int32 {
  case ok = 0
  case violations = 1
  case usage = 2
  case incomplete = 3
  case unreachable = 4
  case locked = 5
  case damaged = 6
  case consistencyNotMet = 7
  case interrupted = 130

  init(for error: any Error) {
    self =
      switch error {
      case is CancellationError: .interrupted
      case let error as StorageError: Self.status(of: error)
      case let error as DiscoveryError: Self.status(of: error)
      case CommandError.unwritable, CommandError.noPlaceForStore, CommandError.modelDownload, CommandError.modelPackage,
        MetricsFileError.failed:
        .unreachable
      case let error as FreshetError: Self.status(of: error)
      case is EmbeddingError: .unreachable
      case let code as ExitCode: ExitStatus(rawValue: code.rawValue) ?? .usage
      default: FreshetTool.exitCode(for: error) == .success ? .ok : .usage
      }
  }

  private static func status(of error: StorageError) -> ExitStatus {
    switch error {
    case .missing, .formatTooOld: .usage
    case .locked, .leaseLost, .logInUse, .changing: .locked
    case .formatTooNew, .foreign, .damaged, .damagedContent, .unprovenGarbage: .damaged
    case .diskFull: .incomplete
    case .unreadable, .replaced, .readOnly, .noRoomForCopy: .unreachable
    }
  }

  private static func status(of error: DiscoveryError) -> ExitStatus {
    switch error {
    case .foreign, .relativeCeiling: .usage
    case .unreachable, .closed, .closedStart: .unreachable
    }
  }

  private static func status(of error: FreshetError) -> ExitStatus {
    switch error {
    case .sourceUnreachable, .outOfResources, .embedderFailed, .replicaFailed: .unreachable
    case .noSource, .noSuchSource, .outsideRoot, .otherSpace, .emptyStore, .sameStore, .otherProtocol,
      .sourceStillThere, .holdsNUL, .rootInStore, .nestedRoots, .anotherCorpus, .notInPastState, .notPushed,
      .budgetTooSmall, .passagesTooLarge, .otherPassageSizes, .newerPassageRules:
      .usage
    case .untrustworthyReplica: .damaged
    case .backlogFull: .incomplete
    case .consistencyNotMet, .tokenFromAnotherHistory, .historyForgotten, .behind, .contextFromAnotherHistory:
      .consistencyNotMet
    }
  }

  /// Prints the error's message and ends the process with this status, as `leave` does. Messages go to standard error,
  /// help texts to standard output. An `ExitCode` has no message.
  func exit(reporting error: any Error) -> Never {
    switch error {
    case is CancellationError:
      Terminal.report("freshet: \(Interruption.interrupted)")
    case FreshetError.otherSpace(_, let asked):
      Terminal.report("freshet: \(advice: "\(error)\(EmbedderName.advice(for: asked))" as AdvisedText)")
    case is StorageError, is FreshetError, is DiscoveryError, is EmbeddingError, is CommandError, is ConfigurationError,
      is MetricsFileError, is MetricsServerError, is UnusedFile:
      Terminal.report("freshet: \(advice: error)")
    case is ExitCode:
      break
    default:
      let message: PrintedText = "\(lines: ProcessArguments.spellingOut(in: FreshetTool.fullMessage(for: error)))"
      if self == .ok { print(message) } else { Terminal.report(message) }
    }
    leave()
  }

  /// Ends the process with this status, or with `unreachable` if standard output could not be written completely.
  func leave() -> Never {
    ScratchFolder.removeAll()  // running tasks may still have temporary folders
    guard let failure = StandardOutput.finish() else { Foundation.exit(rawValue) }
    Terminal.report("freshet: \(failure)")
    Foundation.exit(Self.unreachable.rawValue)
  }
}
