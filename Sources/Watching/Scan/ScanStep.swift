/// What a scan comes upon, told while it is open and before it is listed or read: the moment to set a watch, so that
/// whatever changes later is either seen by the scan or told by the watch.
enum ScanStep {
  /// A folder at `path`, "" for the root. `isLink` if a link leads to it.
  case folder(String, Descriptor, isLink: Bool)
  /// A link at `path` to the file of that name in an open folder.
  case linkedFile(String, name: String, in: Descriptor)
  /// A file at `path` that can change without an event in its folder: it has several hard links, or it is a mount of
  /// its own.
  case sharedFile(String, name: String, in: Descriptor)
  /// What the rules exclude at `path`; `asAnyKind` if they would whether it, or what it leads to, is a file or a
  /// folder.
  case ignored(String, asAnyKind: Bool, isLink: Bool)
}
