/// A step of a scan, which the scan reports to an observer before it lists the folder or records the file. So the
/// observer can set a watch first, and every later change is either found by the scan or reported by the watch.
enum ScanStep {
  /// The scan is about to list the open folder at this path ("" for the root). `isLink` says whether the path is a
  /// link.
  case folder(String, Descriptor, isLink: Bool)
  /// The scan found a link at this path. Its target is the file `name` in the open folder.
  case linkedFile(String, name: String, in: Descriptor)
  /// The scan found a file at this path that can change without an inotify event in its folder, because it has several
  /// hard links or is a mount point.
  case sharedFile(String, name: String, in: Descriptor)
  /// The rules exclude the entry at this path. `asAnyKind` says whether they exclude the path both as a file and as a
  /// folder; `isLink`, whether the path is a link.
  case ignored(String, asAnyKind: Bool, isLink: Bool)
}
