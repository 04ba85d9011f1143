internal import FreshetCorpus

/// Decides from the first bytes whether a file above the size limit may hold text.
///
/// A film or a disk image can't, so skipping it leaves a negative answer reliable.
enum LargeFile {
  /// Enough for the deepest signature, that of a disk image, and to distinguish text in another encoding from other
  /// bytes.
  private static let looksAt = 36 << 10

  static func reason(_ name: String, in folder: Descriptor) -> SkipReason {
    do throws(SystemError) {
      return reason(try Descriptor(name, in: folder.number, for: .reading))
    } catch {
      return .tooLarge
    }
  }

  /// The reason to skip the file. If its first bytes don't decide, it is `tooLarge`, which promises nothing.
  static func reason(_ file: Descriptor) -> SkipReason {
    do throws(SystemError) {
      let bytes = try file.readAll(upTo: looksAt - 1, expecting: looksAt - 1)
      // A log that was cut at the front while a process wrote to it begins with zeros.
      let isBlank = bytes.allSatisfy { $0 == 0 }
      return !isBlank && FileContent(ofBeginning: bytes) == .binary ? .binary : .tooLarge
    } catch {
      return .tooLarge
    }
  }
}
