/// Why inotify would miss changes below `path`, for people; nil where it tells of all that this machine's programs do.
///
/// The kernel tells of what goes through it. What another machine, or the program behind a FUSE mount, does to the
/// files goes by it untold.
package func fileSystemNeedsPolling(_ path: String) -> String? {
  reasonToPoll(FileSystem.around(path))
}

/// The same by the text of a mount table (proc_pid_mountinfo(5)). `path` is absolute and leads through no link. What is
/// mounted below it counts too.
package func fileSystemNeedsPolling(_ path: String, mounts: String) -> String? {
  reasonToPoll(FileSystem.around(path, mounts: mounts))
}

private func reasonToPoll(_ found: (holder: FileSystem?, below: [FileSystem])) -> String? {
  ([found.holder].compactMap { $0 } + found.below).first(where: \.isRemote)
    .map { "\($0.point) is a \($0.type) file system, which doesn't report changes made elsewhere" }
}
