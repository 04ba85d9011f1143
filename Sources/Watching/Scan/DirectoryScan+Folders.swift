internal import FreshetCorpus
internal import Glibc

/// Entering folders, and reopening folders that the scan closed to save descriptors.
extension DirectoryScan {
  /// The maximum size of an ignore file in bytes. A larger file is an error, because applying only a part of its rules
  /// would index files that the other rules exclude.
  private static let maximumRulesSizeInBytes = 4 << 20

  /// A folder that the scan has opened and is about to list.
  struct OpenFolder {
    let descriptor: Descriptor
    let status: FileStatus
    let name: String
    let crossing: Crossing
    let isLink: Bool
    /// The path with links resolved; nil if the path contains no link.
    let realPath: String?

    init(
      descriptor: Descriptor, status: FileStatus, name: String, _ crossing: Crossing, isLink: Bool = false,
      realPath: String? = nil
    ) {
      self.descriptor = descriptor
      self.status = status
      self.name = name
      self.crossing = crossing
      self.isLink = isLink
      self.realPath = realPath
    }
  }

  /// Lists the opened folder at `path`, and pushes a frame for it. If that fails, the scan's state is unchanged.
  ///
  /// - Parameter wanted: the paths below the folder that the scope asks for; nil for everything.
  mutating func enter(_ opened: OpenFolder, wanted: [RelativePath]?) throws(SystemError) {
    let folder = opened.descriptor
    if wanted == nil { noticing?(.folder(String(decoding: path, as: UTF8.self), folder, isLink: opened.isLink)) }
    let wanted = wanted.map(Self.byNextName)
    let listing =
      if let wanted {
        FolderListing(of: wanted.keys.map(\.string))
      } else {
        try FolderListing(of: folder)
      }
    let prefixLength = path.isEmpty ? 0 : path.count + 1
    let rules = try rules(of: folder, prefixLength: prefixLength) { wanted != nil || listing.contains($0) }
    if wanted == nil { folders.append(ListedFolder(path: String(decoding: path, as: UTF8.self))) }
    if !path.isEmpty { path.append(UInt8(ascii: "/")) }
    frames.append(
      Frame(
        folder: folder, identity: opened.status.identity, prefixLength: prefixLength, name: opened.name,
        isBelowLink: opened.isLink || frames.last?.isBelowLink == true, isLink: opened.isLink,
        needsNaming: needsNaming(opened), realPath: opened.realPath, crossing: opened.crossing, rules: rules,
        listing: listing, wanted: wanted, end: listing.entries.count))
    let outermost = frames.count - 1 - Self.maximumOpenFolders
    if outermost > 0 { frames[outermost].folder = nil }
  }

  private func needsNaming(_ folder: OpenFolder) -> Bool {
    let name = Array(folder.name.utf8)
    return frames.last?.needsNaming == true || ownRules.naming.demand(of: name.span, isFolder: true) != .none
  }

  /// Returns the folder of the innermost frame. If it was closed, opens it again, together with the closed folders
  /// around it.
  mutating func innermostFolder() throws(SystemError) -> Descriptor {
    let top = frames.count - 1
    // The root's frame is never closed.
    let nearest = frames.lastIndex { $0.folder != nil } ?? 0
    var folder = frames[nearest].folder ?? root.descriptor
    for index in frames.indices[(nearest + 1)...] {
      folder = try reopen(frames[index], from: folder)
      guard try FileStatus(of: folder).identity == frames[index].identity else { throw SystemError(ESTALE) }
      if top - index < Self.maximumOpenFolders { frames[index].folder = folder }
    }
    return folder
  }

  private func reopen(_ frame: Frame, from parent: Descriptor) throws(SystemError) -> Descriptor {
    guard frame.isLink else { return try Descriptor(frame.name, in: parent.number, for: .passing) }
    let names = path[..<frame.prefixLength].split(separator: UInt8(ascii: "/"))
    let link = RelativePath(names: names.map { String(decoding: $0, as: UTF8.self) })
    guard case .entry(let place) = root.locate(link) else { throw SystemError(ESTALE) }
    return try Descriptor(place.name, in: place.folder.number, for: .passing)
  }

  private static func byNextName(_ wanted: [RelativePath]) -> [ExactPath: [RelativePath]] {
    Dictionary(grouping: wanted.filter { !$0.names.isEmpty }) { ExactPath($0.names[0]) }.mapValues { paths in
      paths.map { RelativePath(names: Array($0.names.dropFirst())) }
    }
  }

  private func rules(
    of folder: Descriptor, prefixLength: Int, where mayExist: (StaticString) -> Bool
  ) throws(SystemError) -> IgnoreRules {
    var rules = if let top = frames.last { top.rules } else { try outermostRules() }
    for name in IgnoreRules.fileNames where mayExist(name) {
      if let text = try rulesText(name.description, in: folder) {
        rules.add(text, prefixLength: prefixLength)
      }
    }
    return rules
  }

  private func outermostRules() throws(SystemError) -> IgnoreRules {
    var rules = IgnoreRules(strongest: ownRules.exclude)
    switch root.locate(RelativePath(names: [".git", "info", "exclude"])) {
    case .entry(let place):
      if let text = try rulesText(place.name, in: place.folder) { rules.add(text) }
    case .refused(_, let error): throw error
    case .absent, .astray: break
    }
    return rules
  }

  /// Returns the text of the ignore file `name` in `folder`; nil if there is no regular file with this name. As in git,
  /// a symbolic link isn't followed.
  private func rulesText(_ name: String, in folder: Descriptor) throws(SystemError) -> [UInt8]? {
    do throws(SystemError) {
      let seen = try FileStatus(of: name, in: folder.number)
      guard seen.kind == .file, !storeFiles.contains(seen.identity) else { return nil }
      let file = try Descriptor(name, in: folder.number, for: .reading)
      let status = try FileStatus(of: file)
      guard status.kind == .file else { return nil }
      let bytes = try file.readAll(upTo: Self.maximumRulesSizeInBytes, expecting: Int(status.stamp.sizeInBytes))
      guard bytes.count <= Self.maximumRulesSizeInBytes else { throw SystemError(EFBIG) }
      return bytes
    } catch {
      guard [ENOENT, ELOOP, ENXIO].contains(error.code) else { throw error }
      return nil
    }
  }
}
