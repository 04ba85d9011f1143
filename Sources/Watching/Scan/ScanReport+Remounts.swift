package import FreshetCorpus

/// Pairs of an earlier and a present mount that contain the same file system. Mounts change without a change of the
/// files when a file system is mounted again, for example after a reboot or in a new container.
package struct Remounts: Hashable, Sendable {
  private struct Step: Hashable {
    let then: Mount
    let now: Mount
  }

  private var steps: Set<Step> = []
  /// For files of which only the device number was recorded: for each such number, the mounts that contain the files
  /// now.
  private var devices: [UInt64: Set<Mount>] = [:]

  package init() {}

  mutating func note(_ file: StampedRevision, on now: DocumentMounts) {
    guard let then = file.mounts else {
      devices[file.stamp.device, default: []].insert(now.file)
      return
    }
    steps.insert(Step(then: then.file, now: now.file))
    steps.insert(Step(then: then.name, now: now.name))
  }

  func areSame(_ then: Mount, _ now: Mount) -> Bool {
    then.isSame(as: now) || steps.contains(Step(then: then, now: now))
  }

  /// Returns whether the mount `now` contains the file system that had this device number.
  func isRenumbered(_ device: UInt64, _ now: Mount) -> Bool {
    isSame(device: device, now) || steps.contains { $0.then.device == device && $0.now == now }
  }

  func isSame(device: UInt64, _ now: Mount) -> Bool {
    device == now.device || devices[device]?.contains(now) == true
  }
}

extension ScanReport {
  /// Returns whether the root is in the file system that had this device number earlier.
  package func isRoot(on device: UInt64, _ remounts: Remounts) -> Bool {
    guard let root = crossings.first?.crossing.mounts.file else { return device == self.root.device }
    return remounts.isRenumbered(device, root)
  }

  /// Returns whether all mounts of these documents are unchanged, so that `remounts(of:)` would find none.
  package func isMounted(_ known: some Sequence<DocumentMounts?>) -> Bool {
    let mounted = Set(crossings.map(\.crossing.mounts.file)).union(crossings.map(\.crossing.mounts.name))
    var last: DocumentMounts?
    for mounts in known {
      guard let mounts else { return false }
      if mounts == last { continue }
      guard mounted.contains(mounts.name), mounted.contains(mounts.file) else { return false }
      last = mounts
    }
    return true
  }

  /// Finds the file systems that were mounted again since these documents were read.
  ///
  /// A file with the same inode, size and times, but another device number, is the same file, so that its file system
  /// is the same, too.
  package func remounts(of known: some Sequence<(String, StampedRevision)>) -> Remounts {
    var remounts = Remounts()
    for (path, stamped) in known {
      guard let found = files.stamp(of: path), stamped.stamp.onDevice(found.device) == found,
        let now = crossing(to: path)?.mounts
      else { continue }
      remounts.note(stamped, on: now)
    }
    return remounts
  }
}

extension FileStamp {
  fileprivate func onDevice(_ device: UInt64) -> FileStamp {
    FileStamp(
      device: device, inode: inode, sizeInBytes: sizeInBytes, modified: modified, statusChanged: statusChanged
    )
  }
}
