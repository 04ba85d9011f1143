internal import ArgumentParser
internal import Foundation
internal import Synchronization

/// Makes sure that the three standard streams are open, and that the process can open a few more descriptors.
enum StandardStreams {
  /// Opens a placeholder for each closed standard stream. Otherwise the next opened file would get the stream's
  /// descriptor number, and output would go into that file.
  ///
  /// The placeholders can be neither read nor written, so any attempt fails as if the stream were closed.
  static func occupy() {
    for number in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(number, F_GETFD) == -1 {
      _ = open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  /// - Returns: the `errno` value if the process can't open the few descriptors that Swift's runtime needs; nil if it
  ///   can.
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
