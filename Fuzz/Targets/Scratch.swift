import Foundation

/// A file in memory, for code that reads from a path.
enum Scratch {
  static let path = "/dev/shm/freshet-fuzz-\(getpid())"

  /// - Returns: false if the machine refuses, which says nothing about the input.
  static func hold(_ bytes: Data, as name: String = "") -> Bool {
    FileManager.default.createFile(atPath: path + name, contents: bytes)
  }
}
