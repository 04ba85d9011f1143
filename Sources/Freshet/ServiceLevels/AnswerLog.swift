internal import FreshetCorpus
internal import FreshetFiles
internal import Foundation
internal import Glibc

/// Which answers were within their sources' objectives: `answers` in the store's folder (docs/FORMAT.md, section 12).
///
/// Each answer adds one line for each source that has an objective and hits in the answer. A process appends the lines
/// of an answer in one write, so that lines of several processes never mix. No answer waits for the log or fails
/// because of it: lines that can't be written are missing.
struct AnswerLog: Sendable {
  private let path: String
  private let maximumSizeInBytes: Int
  private var formerPath: String { path + ".old" }

  /// - Parameter maximumSizeInBytes: a file that grows beyond this takes the place of `answers.old`.
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

  /// Renames a full file. If several processes find it full, one renames it; the others find another file at its path,
  /// or none.
  private func makeRoom(for file: Int32) {
    var (mine, current) = (stat(), stat())
    // Closing the descriptor releases the lock.
    guard flock(file, LOCK_EX) == 0, fstat(file, &mine) == 0, stat(path, &current) == 0,
      (mine.st_dev, mine.st_ino) == (current.st_dev, current.st_ino)
    else { return }
    rename(path, formerPath)
  }

  /// The records of one source, oldest first. Leaves out lines that are incomplete or of no known form.
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
