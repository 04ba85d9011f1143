/// Bytes that stand in for missing content, as in a truncated copy, or in a checkout without its large files.
package enum HollowContent {
  /// Git LFS and git-annex pointers are shorter than this.
  private static let longestPointer = 1_024

  private static let pointers = [
    "version https://git-lfs.github.com/spec/", "version https://hawser.github.com/spec/", "/annex/objects/",
  ]

  /// Whether these bytes are empty, only white space, or a pointer to content elsewhere.
  package static func isHollow(_ bytes: some Collection<UInt8>) -> Bool {
    if bytes.count > longestPointer { return false }
    let isBlank = bytes.allSatisfy { $0 == 0x20 || (0x09...0x0d).contains($0) }
    return isBlank || pointers.contains { bytes.starts(with: $0.utf8) }
  }
}
