/// Detects placeholder bytes: file content that is blank, as in an incomplete copy, or a pointer to content elsewhere,
/// as in a Git checkout without its large files.
package enum HollowContent {
  /// The maximum length of a Git LFS or git-annex pointer, in bytes.
  private static let longestPointer = 1_024

  private static let pointers = [
    "version https://git-lfs.github.com/spec/", "version https://hawser.github.com/spec/", "/annex/objects/",
  ]

  /// Returns whether these bytes are empty, only white space, or a pointer to content elsewhere.
  package static func isHollow(_ bytes: some Collection<UInt8>) -> Bool {
    if bytes.count > longestPointer { return false }
    let isBlank = bytes.allSatisfy { $0 == 0x20 || (0x09...0x0d).contains($0) }
    return isBlank || pointers.contains { bytes.starts(with: $0.utf8) }
  }
}
