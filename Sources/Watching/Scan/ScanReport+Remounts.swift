package import FreshetCorpus

/// The mounts of files when they were read, each with its mount now, where both hold the same file system. It was
/// mounted anew, for example after a reboot or in a new container.
package struct Remounts: Hashable, Sendable {
  private struct Step: Hashable {
    let then: Mount
    let now: Mount
  }

  private var steps: Set<Step> = []
  /// The current mounts by the old device number, for files of which only that number is known.
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

  /// Whether the file system that had this device number is the one on the mount `now`.
  func isRenumbered(_ device: UInt64, _ now: Mount) -> Bool {
    isSame(device: device, now) || steps.contains { $0.then.device == device && $0.now == now }
  }

  func isSame(device: UInt64, _ now: Mount) -> Bool {
    device == now.device || devices[device]?.contains(now) == true
  }
}

extension ScanReport {
  /// Whether the root lies on the file system that had this device number.
  package func isRoot(on device: UInt64, _ remounts: Remounts) -> Bool {
    guard let root = crossings.first?.crossing.mounts.file else { return device == self.root.device }
    return remounts.isRenumbered(device, root)
  }

  /// Whether every mount of these documents is still there unchanged, so that `remounts(of:)` would find nothing.
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

  /// The current mounts in place of those that held these documents.
  ///
  /// If a known file has the same stamp except for the device, it is the same file, so its file system is the same one.
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
