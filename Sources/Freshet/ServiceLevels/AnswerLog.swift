internal import FreshetCorpus
internal import FreshetFiles
internal import Foundation
internal import Glibc

/// A log file that records which answers met the staleness objectives of their sources: `answers` in the store's folder
/// (docs/FORMAT.md, section 12).
///
/// Each answer adds one line for each source that has an objective and hits in the answer. All lines of an answer are
/// appended with one write, so that lines of several processes don't mix. If a write fails, the answer doesn't fail;
/// its lines are missing from the log.
struct AnswerLog: Sendable {
  private let path: String
  private let maximumSizeInBytes: Int
  private var formerPath: String { path + ".old" }

  /// Creates the log of a store. The file is created with the first record.
  ///
  /// - Parameter maximumSizeInBytes: when the file is larger than this, it is renamed to `answers.old` and replaces the
  ///   previous one.
  init(in store: String, maximumSizeInBytes: Int = 4 << 20) {
    path = store + "/answers"
    self.maximumSizeInBytes = maximumSizeInBytes
  }

  func append(_ records: [(source: String, isWithin: Bool)], at now: Timestamp) {
    if records.isEmpty { return }
    let seconds = now.nanoseconds / 1_000_000_000
    var lines = records.map { "\(seconds) \($0.source) \($0.isWithin ? 1 : 0)\n" }.joined()
    let file = OwnFile.open(path, O_WRONLY | O_APPEND | O_CREAT)
    guard file >= 0 else { return }
    defer { close(file) }
    _ = lines.withUTF8 { write(file, $0.baseAddress, $0.count) }
    if lseek(file, 0, SEEK_END) > maximumSizeInBytes { makeRoom(for: file) }
  }

  /// Renames a full log file to `answers.old`. If several processes do this at once, only one renames the file: the
  /// others notice that the path no longer leads to their file.
  private func makeRoom(for file: Int32) {
    var (mine, current) = (stat(), stat())
    // The caller closes the descriptor, which releases the lock.
    guard flock(file, LOCK_EX) == 0, fstat(file, &mine) == 0, stat(path, &current) == 0,
      (mine.st_dev, mine.st_ino) == (current.st_dev, current.st_ino)
    else { return }
    rename(path, formerPath)
  }

  /// The records of one source, oldest first. Incomplete or malformed lines are left out.
  func records(of source: String) -> [(at: Timestamp, isWithin: Bool)] {
    [formerPath, path].flatMap { path -> [(at: Timestamp, isWithin: Bool)] in
      guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
      return text.split(separator: "\n").compactMap { line in
        let fields = line.split(separator: " ")
        guard fields.count == 3, fields[1] == source, let seconds = Int64(fields[0]), ["0", "1"].contains(fields[2])
        else { return nil }
        return (Timestamp(seconds: seconds, nanoseconds: 0), fields[2] == "1")
      }
    }
  }
}
