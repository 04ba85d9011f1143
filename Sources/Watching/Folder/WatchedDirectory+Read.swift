package import FreshetCorpus
internal import Glibc

extension WatchedDirectory {
  private static let attempts = 3

  /// Reads one file, unless `known` vouches that its bytes are still the same.
  ///
  /// The result counts only if the stamp is the same before and after the read. The read calls `now` before it looks at
  /// the file. So an edit that lands during the read, or within the clock's granularity of it, leaves a stamp that
  /// vouches for nothing (the racy-git rule).
  ///
  /// A file that is written without a pause never holds still. With `acceptingMotion`, one read decides: it returns the
  /// file up to the size that it had when the read began, with a stamp that vouches for nothing.
  package func read(
    _ path: String, known: StampedRevision? = nil, acceptingMotion: Bool = false, now: () -> Timestamp
  ) throws(WatchingError) -> ReadOutcome {
    let names = try RelativePath(path)
    if names.isReserved(besides: ownRules.storeFolder) { return .skipped(.ignored, nil) }
    let root = try openRoot()
    for _ in 0..<Self.attempts {
      do throws(SystemError) {
        if let outcome = try attempt(names, below: root, known, now) { return outcome }
      } catch {
        return try Self.outcome(of: error, at: path)
      }
    }
    return acceptingMotion ? try readInMotion(names, below: root) : .changedWhileReading
  }

  static func outcome(of error: SystemError, at path: String) throws(WatchingError) -> ReadOutcome {
    if error.subject == .machine { throw .outOfResources(path, error) }
    return error.saysAbsent ? .vanished : .unreadable(error)
  }

  /// Reads the file once; nil if it changed meanwhile.
  private func attempt(
    _ path: RelativePath, below root: RootFolder, _ known: StampedRevision?, _ now: () -> Timestamp
  ) throws(SystemError) -> ReadOutcome? {
    let lookedAt = now()
    switch root.locate(path) {
    case .absent: return .vanished
    case .astray: return .skipped(.notAFile, nil)
    case .refused(_, let error): throw error
    case .entry(let place):
      let seen = place.status
      if isOfStore(place) { return .skipped(.ignored, nil) }
      if seen.kind != .file { return .skipped(.notAFile, nil) }
      if let known, known.vouches(for: seen.stamp) { return .unchanged(known.on(place.crossing.mounts)) }
      let file = try Descriptor(place.name, in: place.folder.number, for: .reading)
      if seen.stamp.sizeInBytes > maximumFileSizeInBytes { return .skipped(LargeFile.reason(file), nil) }
      return try read(file, seenAs: seen.stamp, place.crossing.mounts, lookedAt)
    }
  }

  private func read(
    _ file: Descriptor, seenAs stamp: FileStamp, _ mounts: DocumentMounts, _ lookedAt: Timestamp
  ) throws(SystemError) -> ReadOutcome? {
    guard try FileStatus(of: file).stamp == stamp else { return nil }
    let bytes = try file.readAll(upTo: maximumFileSizeInBytes, expecting: Int(stamp.sizeInBytes))
    guard try FileStatus(of: file).stamp == stamp, bytes.count == stamp.sizeInBytes else { return nil }
    let revision = StampedRevision(
      revision: Revision(hashing: bytes), stamp: stamp, lookedAt: lookedAt, mounts: mounts)
    return switch FileContent(of: bytes) {
    case .text: .bytes(bytes, revision)
    case .unread(let text): .unread(text, revision)
    case .binary: .skipped(.binary, revision)
    }
  }
}
