internal import FreshetCorpus
internal import Glibc

/// Visiting entries: each is recorded as a file, entered as a folder, followed as a link, or skipped. The innermost
/// frame is the entry's folder; `visit` first sets `path` to the entry's path.
extension DirectoryScan {
  mutating func visit(_ entry: FolderListing.Entry) {
    let top = frames.count - 1
    path.removeSubrange(frames[top].prefixLength...)
    path += frames[top].listing.bytes[entry.name]
    guard isTellable(entry) else { return skip(escapedPath(), .undecodable) }
    if let kind = entry.kind, let exclusion = exclusion(of: kind) { return leave(text, exclusion) }
    if entry.kind == .folder { return enter(entry) }
    do throws(SystemError) {
      let status = try status(of: entry)
      if status.kind != entry.kind, let exclusion = exclusion(of: status.kind) { return leave(text, exclusion) }
      visit(entry, status)
    } catch {
      fail(text, error)
    }
  }

  /// The entry's path, which is valid UTF-8.
  private var text: String { String(decoding: path, as: UTF8.self) }

  private mutating func visit(_ entry: FolderListing.Entry, _ status: FileStatus) {
    switch status.kind {
    case .file where storeFiles.contains(status.identity): ignoreStore()
    case .file: recordHere(entry, status)
    case .folder: enter(entry)
    case .link: follow(entry, text)
    case .other: skip(text, .notAFile)
    }
  }

  /// Records a file. If it can change without an inotify event in its folder, reports it to `noticing`.
  private mutating func recordHere(_ entry: FolderListing.Entry, _ status: FileStatus) {
    let top = frames[frames.count - 1]
    if status.isReachedElsewhere(below: top.identity.device) {
      do throws(SystemError) {
        let (folder, name) = (try innermostFolder(), Self.name(entry, in: top))
        if status.isMounted(below: top.identity.device) {
          let file = try Descriptor(name, in: folder.number, for: .pointing)
          cross(to: top.crossing.onto(Mount(at: realPath(of: name, in: top), file, status)))
        }
        noticing?(.sharedFile(text, name: name, in: folder))
      } catch {
        return fail(text, error)
      }
    }
    record(entry, status.stamp, skipped: isLarge(status) ? largeReason(entry) : nil)
  }

  private func isLarge(_ status: FileStatus) -> Bool { status.stamp.sizeInBytes > maximumFileSizeInBytes }

  private mutating func largeReason(_ entry: FolderListing.Entry) -> SkipReason {
    do throws(SystemError) {
      return LargeFile.reason(Self.name(entry, in: frames[frames.count - 1]), in: try innermostFolder())
    } catch {
      return .tooLarge
    }
  }

  private mutating func record(_ entry: FolderListing.Entry, _ stamp: FileStamp, skipped reason: SkipReason?) {
    if wanted(below: entry) != nil {
      missing.append(MissingEntry(path: text))
    } else if let reason {
      skip(text, reason)
    } else {
      path.withUnsafeBytes { files.append(path: $0, stamp) }
    }
  }

  private mutating func follow(_ entry: FolderListing.Entry, _ text: String) {
    guard let names = try? RelativePath(text) else { return skip(text, .notAFile) }
    switch root.locate(names) {
    case .entry(let place):
      switch place.status.kind {
      case .file:
        if let exclusion = exclusion(of: .file, at: place) { return leave(text, exclusion, isLink: true) }
        if storeFiles.contains(place.status.identity) { return ignoreStore(isLink: true) }
        noticing?(.linkedFile(text, name: place.name, in: place.folder))
        cross(to: place.crossing)
        record(
          entry, place.status.stamp,
          skipped: isLarge(place.status) ? LargeFile.reason(place.name, in: place.folder) : nil)
      case .folder: enterLink(entry, text, to: place)
      case .link, .other:
        cross(to: place.crossing)
        skip(text, .notAFile)
      }
    case .absent(_, let crossing), .astray(_, let crossing):
      cross(to: crossing)
      skip(text, .notAFile)
    case .refused(_, let error): leaveGap(text, error)
    }
  }

  private mutating func enterLink(_ entry: FolderListing.Entry, _ text: String, to place: RootFolder.Place) {
    if let exclusion = exclusion(of: .folder, at: place) { return leave(text, exclusion, isLink: true) }
    let identity = place.status.identity
    if storeFiles.contains(identity), !place.path.isEmpty { return ignoreStore(isLink: true) }
    let isCircle = frames.contains { $0.identity == identity }
    if isCircle || frames[frames.count - 1].isBelowLink { return skip(text, .notAFile) }
    do throws(SystemError) {
      let wanted = wanted(below: entry)
      let purpose = wanted == nil ? Descriptor.Purpose.listing : .passing
      let target = try Descriptor(place.name, in: place.folder.number, for: purpose)
      let opened = try FileStatus(of: target)
      guard opened.identity == identity else { throw SystemError(ESTALE) }
      cross(to: place.crossing)
      let name = Self.name(entry, in: frames[frames.count - 1])
      try enter(
        OpenFolder(
          descriptor: target, status: opened, name: name, place.crossing, isLink: true, realPath: place.path),
        wanted: wanted)
    } catch {
      leaveGap(text, error)
    }
  }

  /// Records an entry that couldn't be read. If the machine has no resources left, also records a refusal, which makes
  /// the whole scan fail: any entry may be missing from it.
  private mutating func leaveGap(_ text: String, _ error: SystemError) {
    if error.subject == .machine { refusal = refusal ?? .outOfResources(text, error) }
    gaps.append(ScanGap(path: text, error: error))
  }

  private mutating func enter(_ entry: FolderListing.Entry) {
    do throws(SystemError) {
      guard path.count < Self.maximumPathLength else { throw SystemError(ENAMETOOLONG) }
      let wanted = wanted(below: entry)
      let parent = try innermostFolder()
      let top = frames[frames.count - 1]
      let name = Self.name(entry, in: top)
      let folder = try Descriptor(name, in: parent.number, for: wanted == nil ? .listing : .passing)
      let status = try FileStatus(of: folder)
      if storeFiles.contains(status.identity) { return ignoreStore() }
      var crossing = top.crossing
      if status.isMounted(below: top.identity.device) {
        crossing = crossing.onto(Mount(at: realPath(of: name, in: top), folder, status))
        cross(to: crossing)
      }
      let realPath = top.realPath.map { _ in self.realPath(of: name, in: top) }
      try enter(
        OpenFolder(descriptor: folder, status: status, name: name, crossing, realPath: realPath), wanted: wanted)
    } catch {
      fail(text, error)
    }
  }

  private mutating func cross(to crossing: Crossing) {
    crossings.append(CrossedPath(path: text, crossing: crossing))
  }

  /// Returns the entry's path with links resolved.
  private func realPath(of name: String, in frame: Frame) -> String {
    guard let folder = frame.realPath else { return text }
    return folder.isEmpty ? name : folder + "/" + name
  }

  /// Records an error about an entry as a gap. An entry that vanished after its folder was listed counts as absent.
  private mutating func fail(_ text: String, _ error: SystemError) {
    let top = frames[frames.count - 1]
    if error.code != ENOENT {
      leaveGap(text, error)
    } else if top.wanted != nil {
      missing.append(MissingEntry(path: text))
    }
  }

  /// Records a skipped entry. If the scan looked up only this name and the entry isn't a file (such as a dangling
  /// link), also records it as missing, because no listing of the folder proves that the document is absent.
  private mutating func skip(_ text: String, _ reason: SkipReason) {
    skipped.append(SkippedEntry(path: text, reason: reason))
    let top = frames[frames.count - 1]
    if reason == .notAFile, top.wanted != nil {
      missing.append(MissingEntry(path: text))
    }
  }

  private mutating func leave(_ text: String, _ exclusion: Exclusion, isLink: Bool = false) {
    let asAnyKind = self.exclusion(of: .file) != nil && self.exclusion(of: .folder) != nil
    noticing?(.ignored(text, asAnyKind: asAnyKind, isLink: isLink))
    skipped.append(SkippedEntry(path: text, reason: .ignored, isHidden: exclusion == .hidden))
  }

  /// Skips the store's folder or one of its files, which are never documents, under any name and whatever the rules
  /// say.
  private mutating func ignoreStore(isLink: Bool = false) {
    noticing?(.ignored(text, asAnyKind: false, isLink: isLink))
    skipped.append(SkippedEntry(path: text, reason: .ignored, isOfStore: true))
  }

  /// Why an entry is excluded.
  private enum Exclusion {
    case byRules
    /// The rules admit the entry, but its path contains a hidden or secret-like name that nobody named explicitly.
    case hidden
  }

  private func exclusion(of kind: FileStatus.Kind) -> Exclusion? {
    let top = frames[frames.count - 1]
    let isFolder = kind == .folder
    if top.rules.exclude(path.span, nameStart: top.prefixLength, isFolder: isFolder) { return .byRules }
    if kind == .file, !ownRules.include(path.span) { return .byRules }
    let name = path.span.extracting(droppingFirst: top.prefixLength)
    if !top.needsNaming, ownRules.naming.demand(of: name, isFolder: isFolder) == .none { return nil }
    return ownRules.naming.admit(path.span, isFolder: isFolder) ? nil : .hidden
  }

  /// Returns why a link is excluded; nil if it isn't. A secret-like target must be named explicitly, even if the link
  /// has another name.
  private func exclusion(of kind: FileStatus.Kind, at target: RootFolder.Place) -> Exclusion? {
    exclusion(of: kind) ?? (ownRules.naming.admitAsTarget(target.path, isFolder: kind == .folder) ? nil : .hidden)
  }

  private mutating func status(of entry: FolderListing.Entry) throws(SystemError) -> FileStatus {
    let folder = try innermostFolder().number
    return try frames[frames.count - 1].listing.withCString(of: entry) { name throws(SystemError) in
      try FileStatus(of: name, in: folder)
    }
  }

  /// Returns the paths below the entry that the scope asks for; nil for the entry itself and everything below it.
  private func wanted(below entry: FolderListing.Entry) -> [RelativePath]? {
    let top = frames.count - 1
    guard let wanted = frames[top].wanted else { return nil }
    let below = wanted[ExactPath(Self.name(entry, in: frames[top]))] ?? []
    return below.contains { $0.names.isEmpty } ? nil : below
  }

  private static func name(_ entry: FolderListing.Entry, in frame: Frame) -> String {
    String(decoding: frame.listing.bytes[entry.name], as: UTF8.self)
  }

  /// Returns whether the entry's name is valid UTF-8, as a document's name must be.
  private func isTellable(_ entry: FolderListing.Entry) -> Bool {
    let listing = frames[frames.count - 1].listing
    return !listing.hasUnusualNames || String(validating: listing.bytes[entry.name], as: UTF8.self) != nil
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
