/// Returns a sentence that says why inotify would miss changes below `path`, so that polling is necessary; nil if
/// inotify reports all changes.
///
/// The kernel only reports changes that programs make through it. It doesn't notice when another machine changes the
/// files of a network file system, or when the program that implements a FUSE file system does.
package func fileSystemNeedsPolling(_ path: String) -> String? {
  reasonToPoll(FileSystem.around(path))
}

/// Returns a sentence that says why inotify would miss changes below `path`, according to the text of a mount table
/// (proc_pid_mountinfo(5)); nil if it wouldn't. File systems mounted below `path` count, too.
///
/// - Parameters:
///   - path: an absolute path without symbolic links.
///   - mounts: the text of the mount table.
package func fileSystemNeedsPolling(_ path: String, mounts: String) -> String? {
  reasonToPoll(FileSystem.around(path, mounts: mounts))
}

private func reasonToPoll(_ found: (holder: FileSystem?, below: [FileSystem])) -> String? {
  ([found.holder].compactMap { $0 } + found.below).first(where: \.isRemote)
    .map { "\($0.point) is a \($0.type) file system, which doesn't report changes made elsewhere" }
}
