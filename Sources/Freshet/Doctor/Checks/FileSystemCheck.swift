internal import FreshetCorpus
internal import FreshetWatching

/// Checks whether the file system of the store's folder is suitable for SQLite's write-ahead log, which needs memory
/// shared between processes, and reliable file locks.
enum FileSystemCheck {
  static let name = "filesystem"

  static func findings(in patient: Patient) -> [HealthFinding] {
    guard let folder = patient.folder, let fileSystem = FileSystem.holding(folder) else { return [] }
    return [judge(fileSystem)]
  }

  private static let network: Set<String> = [
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "9p", "afs", "coda", "ceph", "lustre", "gfs2", "ocfs2",
    "glusterfs",
    "beegfs", "gpfs", "orangefs", "pvfs2", "fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.s3fs", "fuse.rclone",
  ]
  private static let shared: Set<String> = ["virtiofs", "vboxsf", "vmhgfs", "prl_fs"]

  static func judge(_ fileSystem: FileSystem) -> HealthFinding {
    let (type, move): (String, AdvisedText) = (fileSystem.type, "put the store on a local disk: \(Remedy.moveStore)")
    if network.contains(type) {
      return HealthFinding(
        .problem, name,
        "the store lies on \(fileSystem.point), a network file system (\(type)): SQLite's log doesn't work "
          + "across machines, and the store can be damaged", cure: move)
    }
    if shared.contains(type) {
      return HealthFinding(
        .warning, name,
        "the store lies on \(fileSystem.point), a \(type) file system that is shared with another system: don't "
          + "use it from both at once", cure: move)
    }
    if type == "fuse" || type == "fuseblk" || type.hasPrefix("fuse.") {
      return HealthFinding(
        .warning, name,
        "the store lies on \(fileSystem.point) (\(type)): file locks there depend on the program behind it",
        cure: move)
    }
    if ["tmpfs", "ramfs"].contains(type) {
      return HealthFinding(
        .note, name, "the store lies in memory (\(type)): it is lost when the machine restarts")
    }
    return HealthFinding(.ok, name, "the store lies on \(fileSystem.point) (\(type))")
  }
}
