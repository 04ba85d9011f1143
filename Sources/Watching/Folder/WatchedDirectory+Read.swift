package import FreshetCorpus
internal import Glibc

extension WatchedDirectory {
  private static let attempts = 3

  /// Reads one file, unless the stamp of `known` proves that its bytes are unchanged.
  ///
  /// An attempt counts only if the file's stamp is the same before and after it; otherwise the file is read again.
  /// `now` is called before the file is examined. So if an edit falls within the clock's granularity of the read, the
  /// recorded stamp never proves the file unchanged later (the "racy git" rule).
  ///
  /// - Parameters:
  ///   - path: the path of the file relative to the root.
  ///   - known: the revision that was read last, with its stamp.
  ///   - acceptingMotion: whether to accept a file that changes during every attempt, such as a growing log. The result
  ///     is then the file up to its size at the beginning of the read, with a stamp that never proves it unchanged.
  ///   - now: returns the current time.
  /// - Throws: `WatchingError` if the root is unavailable or the machine lacks resources.
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

  /// Reads the file once. Returns nil if the file changed during the read.
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
