internal import FreshetCorpus

/// Decides from its first bytes whether a file above the size limit may contain text.
///
/// A skipped file that may contain text makes a search without matches inconclusive. A film or a disk image contains
/// none, so skipping it doesn't.
enum LargeFile {
  /// How many bytes are read. They include the signature of a disk image, which has the greatest offset, and are enough
  /// to distinguish text in another encoding from binary data.
  private static let looksAt = 36 << 10

  static func reason(_ name: String, in folder: Descriptor) -> SkipReason {
    do throws(SystemError) {
      return reason(try Descriptor(name, in: folder.number, for: .reading))
    } catch {
      return .tooLarge
    }
  }

  /// Returns the reason to skip the file: `binary` if its first bytes show that it contains no text, otherwise
  /// `tooLarge`, because the file may contain text or can't be read.
  static func reason(_ file: Descriptor) -> SkipReason {
    do throws(SystemError) {
      let bytes = try file.readAll(upTo: looksAt - 1, expecting: looksAt - 1)
      // A log file that was truncated while a process wrote to it begins with zeros, and may contain text after them.
      let isBlank = bytes.allSatisfy { $0 == 0 }
      return !isBlank && FileContent(ofBeginning: bytes) == .binary ? .binary : .tooLarge
    } catch {
      return .tooLarge
    }
  }
}
