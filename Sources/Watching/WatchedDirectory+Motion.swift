internal import Corpus

/// Files that are written while they are read: a log that grows, a file that is copied over.
extension WatchedDirectory {
  func readInMotion(_ path: RelativePath, below root: RootFolder) -> ReadOutcome {
    guard case .entry(let seen, let name, let folder) = root.locate(path), seen.kind == .file else {
      return .changedWhileReading
    }
    do throws(SystemError) {
      let file = try Descriptor(name, in: folder.number, for: .reading)
      let status = try FileStatus(of: file)
      guard status.kind == .file else { return .changedWhileReading }
      if status.stamp.sizeInBytes > maximumFileSizeInBytes { return .skipped(.tooLarge, nil) }
      let size = Int(status.stamp.sizeInBytes)
      return Self.outcome(Array(try file.readAll(upTo: size, expecting: size).prefix(size)), status.stamp)
    } catch {
      return error.saysAbsent ? .vanished : .unreadable(error)
    }
  }

  private static func outcome(_ bytes: [UInt8], _ stamp: FileStamp) -> ReadOutcome {
    let whole = Array(bytes.dropLast(incompleteEnd(of: bytes)))
    // A look at the very moment of the last change proves nothing: see StampedRevision.
    let stamped = StampedRevision(
      revision: Revision(hashing: whole), stamp: stamp, lookedAt: max(stamp.modified, stamp.statusChanged))
    if whole.prefix(binaryProbeInBytes).contains(0) { return .skipped(.binary, stamped) }
    guard (try? UTF8Span(validating: whole.span)) != nil else { return .changedWhileReading }
    return .bytes(whole, stamped)
  }

  /// How many bytes at the end begin a character of UTF-8 and lack the rest of it.
  private static func incompleteEnd(of bytes: [UInt8]) -> Int {
    let end = bytes.suffix(3).reversed()
    guard let length = end.firstIndex(where: { $0 & 0xC0 != 0x80 }) else { return 0 }
    let count = end.distance(from: end.startIndex, to: length) + 1
    let wanted =
      switch end[length] {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 1
      }
    return count < wanted ? count : 0
  }
}
