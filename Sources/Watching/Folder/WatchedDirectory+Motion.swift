internal import FreshetCorpus

/// Reading files that a program writes at the same time, such as a growing log.
extension WatchedDirectory {
  /// Reads the file once, up to the size that it has when the read begins. The stamp in the result never proves the
  /// file unchanged.
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
    // `lookedAt` is the time of the last change here, so that the stamp never proves the file unchanged: see
    // StampedRevision.
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
