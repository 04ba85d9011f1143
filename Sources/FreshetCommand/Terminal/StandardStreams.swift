internal import ArgumentParser
internal import Foundation
internal import Synchronization

/// The three standard streams.
enum StandardStreams {
  /// Opens a placeholder for each closed stream. Otherwise the next file that is opened would take its number, and
  /// output would land in that file.
  ///
  /// The placeholders can be neither read nor written, so any attempt fails as if the stream were closed.
  static func occupy() {
    for number in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(number, F_GETFD) == -1 {
      _ = open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  /// - Returns: the error if the few descriptors that the runtime needs aren't available; nil if they are.
  static func lackOfRoom() -> Int32? {
    var numbers: [Int32] = []
    defer { for number in numbers { close(number) } }
    for _ in 0..<4 {
      let number = open("/dev/null", O_RDONLY | O_CLOEXEC)
      if number < 0 { return errno }
      numbers.append(number)
    }
    return nil
  }
}
