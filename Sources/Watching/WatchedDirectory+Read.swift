package import Corpus
internal import Glibc

extension WatchedDirectory {
  private static let attempts = 3
  /// Git looks as far for a NUL.
  static let binaryProbeInBytes = 8 << 10

  /// Reads one file, unless `known` vouches that its bytes are still the same.
  ///
  /// The stamp is the same before and after the read. `now` is asked before it, so an edit that lands during the read,
  /// or within the clock's granularity of it, leaves a stamp that vouches for nothing (the racy-git rule).
  ///
  /// A file that is written without a pause never holds still. With `acceptingMotion` it is taken as one read found it,
  /// up to the size that it had when the read began; its stamp vouches for nothing.
  package func read(
    _ path: String, known: StampedRevision? = nil, acceptingMotion: Bool = false, now: () -> Timestamp
  ) throws(WatchingError) -> ReadOutcome {
    let names = try RelativePath(path)
    if names.isReserved { return .skipped(.ignored, nil) }
    let root = try RootFolder(path: root)
    for _ in 0..<Self.attempts {
      do throws(SystemError) {
        if let outcome = try attempt(names, below: root, known, now) { return outcome }
      } catch {
        return error.saysAbsent ? .vanished : .unreadable(error)
      }
    }
    return acceptingMotion ? readInMotion(names, below: root) : .changedWhileReading
  }

  /// Nil if the file changed meanwhile.
  private func attempt(
    _ path: RelativePath, below root: RootFolder, _ known: StampedRevision?, _ now: () -> Timestamp
  ) throws(SystemError) -> ReadOutcome? {
    let lookedAt = now()
    switch root.locate(path) {
    case .absent: return .vanished
    case .astray: return .skipped(.notAFile, nil)
    case .refused(_, let error): return .unreadable(error)
    case .entry(let seen, let name, let folder):
      if seen.kind != .file { return .skipped(.notAFile, nil) }
      if let known, known.vouches(for: seen.stamp) { return .unchanged(known) }
      if seen.stamp.sizeInBytes > maximumFileSizeInBytes { return .skipped(.tooLarge, nil) }
      let file = try Descriptor(name, in: folder.number, for: .reading)
      return try read(file, seenAs: seen.stamp, lookedAt)
    }
  }

  private func read(
    _ file: Descriptor, seenAs stamp: FileStamp, _ lookedAt: Timestamp
  ) throws(SystemError) -> ReadOutcome? {
    guard try FileStatus(of: file).stamp == stamp else { return nil }
    let bytes = try file.readAll(upTo: maximumFileSizeInBytes, expecting: Int(stamp.sizeInBytes))
    guard try FileStatus(of: file).stamp == stamp, bytes.count == stamp.sizeInBytes else { return nil }
    let revision = StampedRevision(revision: Revision(hashing: bytes), stamp: stamp, lookedAt: lookedAt)
    if bytes.prefix(Self.binaryProbeInBytes).contains(0) { return .skipped(.binary, revision) }
    guard (try? UTF8Span(validating: bytes.span)) != nil else { return .skipped(.undecodable, revision) }
    return .bytes(bytes, revision)
  }
}
