internal import FreshetCorpus
internal import Foundation

/// A file in the model's folder that records which model files were verified, so that not every start must hash 90 MB.
///
/// It has one line for each model file: SHA-256, size, modification time in nanoseconds, inode, name. A file counts as
/// verified if the line matches its present `stat` data. The stamp protects against accidents only: a program that
/// rewrites a file in place and restores the modification time isn't detected.
struct VerifiedStamp {
  let path: String
  private let lines: Set<Substring>

  /// Reads the stamp file. If it is missing or unreadable, no file counts as verified.
  init(path: String) {
    self.path = path
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    lines = Set(text.split(separator: "\n"))
  }

  /// Verifies the hashes of those files that the stamp doesn't record as verified. If there were any, and all hashes
  /// match, rewrites the stamp to record all files.
  ///
  /// - Throws: `EmbeddingError.modelOfAnotherRevision` for the first file with a different hash.
  func verify(_ files: [(file: MappedFile, expected: Fingerprint)]) throws(EmbeddingError) {
    let unproven = files.filter { !lines.contains(Self.line($0.file, $0.expected)[...]) }
    if unproven.isEmpty { return }
    for (file, expected) in unproven {
      let found = file.fingerprint
      guard found == expected else {
        throw .modelOfAnotherRevision(path: file.path, found: found.hex, expected: expected.hex)
      }
    }
    rewrite(files.map { Self.line($0.file, $0.expected) })
  }

  /// Writes the stamp file if possible. If the model's folder is read-only, the next start must compute the hashes
  /// again.
  private func rewrite(_ lines: [String]) {
    let text = lines.map { $0 + "\n" }.joined()
    try? text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  private static func line(_ file: MappedFile, _ fingerprint: Fingerprint) -> String {
    let (seconds, nanoseconds) = file.modified.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    let fraction = String(1_000_000_000 + nanoseconds).dropFirst()
    let name = file.path.split(separator: "/").last ?? ""
    return "\(fingerprint.hex) \(file.sizeInBytes) \(seconds).\(fraction) \(file.inode) \(name)"
  }
}
