internal import FreshetCorpus
internal import Foundation

/// The note beside the model that says which bytes its files were proven to hold, so that a start needn't hash 90 MB.
///
/// It has one line per file: SHA-256, size, modification time to the nanosecond, inode, name. A file whose line matches
/// what `stat` says now counts as verified. A program that rewrites a file in place and restores its time can deceive
/// the stamp, which guards only against accidents.
struct VerifiedStamp {
  let path: String
  private let lines: Set<Substring>

  /// A stamp that is missing or unreadable vouches for nothing.
  init(path: String) {
    self.path = path
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    lines = Set(text.split(separator: "\n"))
  }

  /// Hashes the files that the stamp doesn't vouch for, and then renews the stamp.
  ///
  /// - Throws: `.modelOfAnotherRevision` for the first file that holds other bytes.
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

  /// Writes the stamp if it can. A model directory may be read-only; then the next start must hash again.
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
