/// Bytes that stand in for content which is not there: what a truncated copy or a checkout without its large files leaves.
package enum HollowContent {
  /// Git LFS and git-annex pointers are shorter.
  private static let longestPointer = 1_024

  private static let pointers = [
    "version https://git-lfs.github.com/spec/", "version https://hawser.github.com/spec/", "/annex/objects/",
  ]

  /// Whether a file of these bytes is empty, nothing but white space, or a pointer to content elsewhere.
  package static func isHollow(_ bytes: some Collection<UInt8>) -> Bool {
    if bytes.count > longestPointer { return false }
    let isBlank = bytes.allSatisfy { $0 == 0x20 || (0x09...0x0d).contains($0) }
    return isBlank || pointers.contains { bytes.starts(with: $0.utf8) }
  }
}
