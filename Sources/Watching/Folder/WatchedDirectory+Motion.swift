internal import FreshetCorpus

/// Files that are written while they are read: a log that grows, a file that is copied over.
extension WatchedDirectory {
  func readInMotion(_ path: RelativePath, below root: RootFolder) throws(WatchingError) -> ReadOutcome {
    guard case .entry(let place) = root.locate(path), place.status.kind == .file else {
      return .changedWhileReading
    }
    if isOfStore(place) { return .skipped(.ignored, nil) }
    do throws(SystemError) {
      let file = try Descriptor(place.name, in: place.folder.number, for: .reading)
      let status = try FileStatus(of: file)
      guard status.kind == .file else { return .changedWhileReading }
      if status.stamp.sizeInBytes > maximumFileSizeInBytes { return .skipped(LargeFile.reason(file), nil) }
      let size = Int(status.stamp.sizeInBytes)
      let bytes = Array(try file.readAll(upTo: size, expecting: size).prefix(size))
      return Self.outcome(bytes, status.stamp, place.crossing.mounts)
    } catch {
      return try Self.outcome(of: error, at: path.text)
    }
  }

  private static func outcome(_ bytes: [UInt8], _ stamp: FileStamp, _ mounts: DocumentMounts) -> ReadOutcome {
    let whole = Array(bytes.dropLast(FileContent.incompleteEnd(of: bytes)))
    // With the moment of the last change as the time of the look, the stamp vouches for nothing: see StampedRevision.
    let stamped = StampedRevision(
      revision: Revision(hashing: whole), stamp: stamp, lookedAt: max(stamp.modified, stamp.statusChanged),
      mounts: mounts)
    return switch FileContent(of: whole) {
    case .text: .bytes(whole, stamped)
    case .unread(.otherEncoding): .changedWhileReading
    case .unread(let text): .unread(text, stamped)
    case .binary: .skipped(.binary, stamped)
    }
  }
}
