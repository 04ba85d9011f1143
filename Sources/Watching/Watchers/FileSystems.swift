/// Why inotify would miss changes below `path`, in words for people; nil where it reports everything that this
/// machine's programs do.
///
/// The kernel reports what goes through it. It doesn't see what another machine, or the program behind a FUSE mount,
/// does to the files.
package func fileSystemNeedsPolling(_ path: String) -> String? {
  reasonToPoll(FileSystem.around(path))
}

/// Why inotify would miss changes below `path`, by the text of a mount table (proc_pid_mountinfo(5)). `path` is
/// absolute and leads through no link. File systems that are mounted below it count too.
package func fileSystemNeedsPolling(_ path: String, mounts: String) -> String? {
  reasonToPoll(FileSystem.around(path, mounts: mounts))
}

private func reasonToPoll(_ found: (holder: FileSystem?, below: [FileSystem])) -> String? {
  ([found.holder].compactMap { $0 } + found.below).first(where: \.isRemote)
    .map { "\($0.point) is a \($0.type) file system, which doesn't report changes made elsewhere" }
}
