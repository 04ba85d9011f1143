/// What a scan comes upon. The scan reports it while it is open and before it lists or reads it, so that a watch can be
/// set: what changes later is seen by the scan or reported by the watch.
enum ScanStep {
  /// A folder at `path`, "" for the root. `isLink` if a link leads to it.
  case folder(String, Descriptor, isLink: Bool)
  /// A link at `path` to the file of that name in an open folder.
  case linkedFile(String, name: String, in: Descriptor)
  /// A file at `path` that can change without an event in its folder, because it has several hard links or is a mount
  /// of its own.
  case sharedFile(String, name: String, in: Descriptor)
  /// An entry at `path` that the rules exclude. `asAnyKind`: they would exclude it both as a file and as a folder.
  case ignored(String, asAnyKind: Bool, isLink: Bool)
}
