internal import Corpus

/// A file over the size up to which files are read: its first bytes tell whether it may hold text.
///
/// A film or a disk image hides none, so that its being large says nothing about an absence.
enum LargeFile {
  /// Up to the signature that lies deepest, a disk image's; it also tells text in another encoding from other bytes.
  private static let looksAt = 36 << 10

  static func reason(_ name: String, in folder: Descriptor) -> SkipReason {
    do throws(SystemError) {
      return reason(try Descriptor(name, in: folder.number, for: .reading))
    } catch {
      return .tooLarge
    }
  }

  /// In doubt it is too large: that promises nothing.
  static func reason(_ file: Descriptor) -> SkipReason {
    do throws(SystemError) {
      let bytes = try file.readAll(upTo: looksAt - 1, expecting: looksAt - 1)
      // A log that was cut at its front while somebody wrote it begins with zeros.
      let isBlank = bytes.allSatisfy { $0 == 0 }
      return !isBlank && FileContent(ofBeginning: bytes) == .binary ? .binary : .tooLarge
    } catch {
      return .tooLarge
    }
  }
}
