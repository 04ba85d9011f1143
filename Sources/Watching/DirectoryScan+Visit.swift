internal import Corpus
internal import Glibc

/// What becomes of one entry. The innermost frame is its folder, and `path` is set to it before anything else.
extension DirectoryScan {
  mutating func visit(_ entry: FolderListing.Entry) {
    let top = frames.count - 1
    path.removeSubrange(frames[top].prefixLength...)
    path += frames[top].listing.bytes[entry.name]
    guard isTellable(entry) else { return skip(escapedPath(), .undecodable) }
    if let kind = entry.kind, rulesExclude(kind) { return ignore(text) }
    if entry.kind == .folder { return enter(entry) }
    do throws(SystemError) {
      let status = try status(of: entry)
      if status.kind != entry.kind, rulesExclude(status.kind) { return ignore(text) }
      visit(entry, status)
    } catch {
      fail(text, error)
    }
  }

  /// The entry's path, which is valid UTF-8.
  private var text: String { String(decoding: path, as: UTF8.self) }

  private mutating func visit(_ entry: FolderListing.Entry, _ status: FileStatus) {
    switch status.kind {
    case .file: record(entry, status.stamp)
    case .folder: enter(entry)
    case .link: follow(entry, text)
    case .other: skip(text, .notAFile)
    }
  }

  private mutating func record(_ entry: FolderListing.Entry, _ stamp: FileStamp) {
    if wanted(below: entry) != nil {
      missing.append(MissingEntry(path: text, device: stamp.device))
    } else if stamp.sizeInBytes > maximumFileSizeInBytes {
      skip(text, .tooLarge)
    } else {
      path.withUnsafeBytes { files.append(path: $0, stamp) }
    }
  }

  private mutating func follow(_ entry: FolderListing.Entry, _ text: String) {
    guard let names = try? RelativePath(text) else { return skip(text, .notAFile) }
    switch root.locate(names) {
    case .entry(let status, let name, let folder):
      switch status.kind {
      case .file:
        if rulesExclude(.file) { return ignore(text, isLink: true) }
        noticing?(.linkedFile(text, name: name, in: folder))
        record(entry, status.stamp)
      case .folder: enterLink(entry, text, to: name, in: folder, status)
      case .link, .other: skip(text, .notAFile)
      }
    case .absent, .astray: skip(text, .notAFile)
    case .refused(_, let error): gaps.append(ScanGap(path: text, error: error))
    }
  }

  private mutating func enterLink(
    _ entry: FolderListing.Entry, _ text: String, to name: String, in folder: Descriptor, _ status: FileStatus
  ) {
    if rulesExclude(.folder) { return ignore(text, isLink: true) }
    let isCircle = frames.contains { $0.identity == status.identity }
    if isCircle || frames[frames.count - 1].isBelowLink { return skip(text, .notAFile) }
    do throws(SystemError) {
      let wanted = wanted(below: entry)
      let target = try Descriptor(name, in: folder.number, for: wanted == nil ? .listing : .passing)
      let opened = try FileStatus(of: target)
      guard opened.identity == status.identity else { throw SystemError(ESTALE) }
      try enter(
        target, opened, name: Self.name(entry, in: frames[frames.count - 1]), wanted: wanted, isLink: true)
    } catch {
      gaps.append(ScanGap(path: text, error: error))
    }
  }

  private mutating func enter(_ entry: FolderListing.Entry) {
    do throws(SystemError) {
      guard path.count < Self.maximumPathLength else { throw SystemError(ENAMETOOLONG) }
      let wanted = wanted(below: entry)
      let parent = try innermostFolder()
      let name = Self.name(entry, in: frames[frames.count - 1])
      let folder = try Descriptor(name, in: parent.number, for: wanted == nil ? .listing : .passing)
      try enter(folder, try FileStatus(of: folder), name: name, wanted: wanted)
    } catch {
      fail(text, error)
    }
  }

  /// What vanished since it was listed is absent, as if it had vanished before.
  private mutating func fail(_ text: String, _ error: SystemError) {
    let top = frames[frames.count - 1]
    if error.code != ENOENT {
      gaps.append(ScanGap(path: text, error: error))
    } else if top.wanted != nil {
      missing.append(MissingEntry(path: text, device: top.identity.device))
    }
  }

  /// Where the folder was not listed, a dangling link needs a witness of the device that it was seen on.
  private mutating func skip(_ text: String, _ reason: SkipReason) {
    skipped.append(SkippedEntry(path: text, reason: reason))
    let top = frames[frames.count - 1]
    if reason == .notAFile, top.wanted != nil {
      missing.append(MissingEntry(path: text, device: top.identity.device))
    }
  }

  private mutating func ignore(_ text: String, isLink: Bool = false) {
    noticing?(.ignored(text, asAnyKind: rulesExclude(.file) && rulesExclude(.folder), isLink: isLink))
    skip(text, .ignored)
  }

  private func rulesExclude(_ kind: FileStatus.Kind) -> Bool {
    let top = frames.count - 1
    let nameStart = frames[top].prefixLength
    if frames[top].rules.exclude(path.span, nameStart: nameStart, isFolder: kind == .folder) { return true }
    return kind == .file && !ownRules.include(path.span)
  }

  private mutating func status(of entry: FolderListing.Entry) throws(SystemError) -> FileStatus {
    let folder = try innermostFolder().number
    return try frames[frames.count - 1].listing.withCString(of: entry) { name throws(SystemError) in
      try FileStatus(of: name, in: folder)
    }
  }

  /// Nil where everything at and below the entry is wanted.
  private func wanted(below entry: FolderListing.Entry) -> [RelativePath]? {
    let top = frames.count - 1
    guard let wanted = frames[top].wanted else { return nil }
    let below = wanted[Self.name(entry, in: frames[top])] ?? []
    return below.contains { $0.names.isEmpty } ? nil : below
  }

  private static func name(_ entry: FolderListing.Entry, in frame: Frame) -> String {
    String(decoding: frame.listing.bytes[entry.name], as: UTF8.self)
  }

  /// False for a name that is no UTF-8, and for the second of two that are one in Swift: equal but for their Unicode form.
  private mutating func isTellable(_ entry: FolderListing.Entry) -> Bool {
    let top = frames.count - 1
    guard frames[top].listing.hasUnusualNames else { return true }
    let name = frames[top].listing.bytes[entry.name]
    guard name.contains(where: { $0 >= 0x80 }) else { return true }
    guard let name = String(validating: name, as: UTF8.self) else { return false }
    return frames[top].unusualNames.insert(name).inserted
  }

  private func escapedPath() -> String {
    let start = frames[frames.count - 1].prefixLength
    let name = path[start...].map { byte in
      let isPlain = (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "%")
      let digits = String(byte, radix: 16, uppercase: true)
      return isPlain ? String(Unicode.Scalar(byte)) : (byte < 16 ? "%0" : "%") + digits
    }
    return String(decoding: path[..<start], as: UTF8.self) + "/" + name.joined()
  }
}
