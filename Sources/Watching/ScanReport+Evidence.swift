package import Corpus

/// "Deletes need evidence": absence is concluded from a full listing that lacks the next name on the path, never from silence.
///
/// Rules go from the outside in. An exclusion or a gap on the way decides for all below it. Else the innermost folder
/// that was listed is the witness, unless it lies on another device than the file did: an unmounted folder is empty too.
extension ScanReport {
  /// What this scan proves about `path`.
  ///
  /// `lastSeen` is the stamp that the document had, if one is known; `renumbered` the result of `renumberedDevices`.
  package func evidence(
    of path: String, lastSeen: FileStamp? = nil, renumbered: [UInt64: UInt64] = [:]
  ) -> Evidence {
    let lastDevice = lastSeen.map { renumbered[$0.device] ?? $0.device }
    guard let names = try? RelativePath(path), scope.contains(names) else { return .unknown(.outOfScope) }
    if let stamp = files.stamp(of: path) { return .present(stamp) }
    let prefixes = Self.prefixes(of: path)
    for prefix in prefixes {
      if let gap = Self.find(prefix, in: gaps, by: \.path) { return .unknown(.unseen(prefix, gap.error)) }
      if let entry = Self.find(prefix, in: skipped, by: \.path) {
        return exclusion(entry, among: prefixes, lastDevice)
      }
    }
    return absence(among: prefixes, lastDevice)
  }

  /// Devices that only got another number, as after a reboot or in a new container: the old number to the new one.
  ///
  /// A known file that shows the same stamp but for the device is the same file, so its file system is the same one.
  package func renumberedDevices(known: some Sequence<ScannedFile>) -> [UInt64: UInt64] {
    var numbers: [UInt64: Set<UInt64>] = [:]
    for file in known {
      guard let found = files.stamp(of: file.path) else { continue }
      let isSame = file.stamp.onDevice(found.device) == found
      if isSame { numbers[file.stamp.device, default: []].insert(found.device) }
    }
    return numbers.compactMapValues { $0.count == 1 ? $0.first : nil }
  }

  /// A dangling link may lead to what is only unmounted, so it proves no more than a missing name does.
  private func exclusion(_ entry: SkippedEntry, among prefixes: [String], _ lastDevice: UInt64?) -> Evidence {
    guard entry.reason == .notAFile else { return .excluded(entry.reason) }
    let absence = absence(among: prefixes, lastDevice)
    return absence == .absent ? .excluded(.notAFile) : absence
  }

  private func absence(among prefixes: [String], _ lastDevice: UInt64?) -> Evidence {
    for prefix in prefixes.reversed() {
      guard let device = witness(at: prefix) else { continue }
      guard let lastDevice, lastDevice != device else { return .absent }
      return .unknown(.deviceChanged(folder: prefix, from: lastDevice, to: device))
    }
    return .unknown(.outOfScope)
  }

  /// The device of what proves that nothing else lies at or below `path`: a listed folder, a lookup that failed, a file.
  private func witness(at path: String) -> UInt64? {
    Self.find(path, in: folders, by: \.path)?.device ?? Self.find(path, in: missing, by: \.path)?.device
      ?? files.stamp(of: path)?.device
  }

  /// The root "", then each folder on the way, then `path` itself.
  private static func prefixes(of path: String) -> [String] {
    let slashes = path.utf8.indices.filter { path.utf8[$0] == UInt8(ascii: "/") }
    return [""] + slashes.map { String(path[..<$0]) } + [path]
  }

  /// - Complexity: O(log *n*) comparisons.
  private static func find<Element>(
    _ path: String, in sorted: [Element], by key: (Element) -> String
  ) -> Element? {
    let index = sorted.partitioningIndex { !precedes(key($0), path) }
    guard index < sorted.endIndex else { return nil }
    let found = sorted[index]
    return key(found).utf8.elementsEqual(path.utf8) ? found : nil
  }
}

extension FileStamp {
  fileprivate func onDevice(_ device: UInt64) -> FileStamp {
    FileStamp(
      device: device, inode: inode, sizeInBytes: sizeInBytes, modified: modified, statusChanged: statusChanged
    )
  }
}
