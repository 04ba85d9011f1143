internal import FreshetCorpus

/// Translates inotify events into paths that may have changed.
extension WatchedTree {
  /// Removes all queued events and mount changes from the kernel's queues, and adds them to `digest`. Returns false if
  /// there were none.
  ///
  /// Mounts are checked after the events, so that a batch with a cookie (a caller's marker file) contains every mount
  /// made before the cookie.
  func takeEvents(into digest: inout EventDigest) throws(WatchingError) -> Bool {
    do throws(SystemError) {
      let events = try inotify.takeEvents()
      if !events.isEmpty { lastNews = ContinuousClock.now }
      for event in events { take(event, into: &digest) }
      let mountPoints = mounts.takeChanges()
      digest.scopes.formUnion(mountPoints)
      if !mountPoints.isEmpty { (digest.mountsChanged, digest.linksAreInDoubt) = (true, true) }
      return !events.isEmpty || !mountPoints.isEmpty
    } catch {
      throw .watchRefused(directory.root, error)
    }
  }

  private func take(_ event: InotifyEvent, into digest: inout EventDigest) {
    if event.kinds.contains(.overflow) {
      digest.isOverflowed = true
    } else if let post = posts[event.watch] {
      take(event, at: post, into: &digest)
    } else if let paths = table.paths(of: event.watch) {
      for path in paths {
        if event.name.isEmpty {
          takeOwn(event, of: path, into: &digest)
        } else {
          takeEntry(event, in: path, into: &digest)
        }
      }
      if event.kinds.contains(.ignored) { table.forget(event.watch) }
    }
  }

  private func take(_ event: InotifyEvent, at post: Post, into digest: inout EventDigest) {
    let name = String(decoding: event.name, as: UTF8.self)
    switch post {
    case .cookies:
      if !name.isEmpty { digest.cookies.append(name) }
      // `watchCookies` sets a new watch on the folder before events are taken again.
      if event.kinds.contains(.moveSelf) { inotify.remove(event.watch) }
    case .gitRules:
      if ["", "exclude", "info"].contains(ExactPath(name)) { digest.scopes.insert("") }
    }
    if !event.kinds.isDisjoint(with: [.moveSelf, .ignored]) { posts[event.watch] = nil }
  }

  /// Adds to `digest` an event about the watched file or folder itself, not about an entry of a watched folder.
  private func takeOwn(_ event: InotifyEvent, of path: ExactPath, into digest: inout EventDigest) {
    if event.kinds.contains(.ignored), !path.isRoot { return }
    if !event.kinds.isDisjoint(with: .placeIsLost) { digest.linksAreInDoubt = true }
    if path.isRoot, !event.kinds.isDisjoint(with: [.deleteSelf, .moveSelf, .unmount, .ignored]) {
      digest.rootIsInDoubt = true
    }
    if links[path] == false || sharedFiles.contains(path) {
      digest.touched.insert(path)
    } else {
      digest.scopes.insert(path)
    }
  }

  private func takeEntry(_ event: InotifyEvent, in folder: ExactPath, into digest: inout EventDigest) {
    // A name that isn't valid UTF-8 can't be a document's path, so report the folder.
    guard let name = String(validating: event.name, as: UTF8.self) else {
      digest.scopes.insert(folder)
      return
    }
    let namesChange = !event.kinds.isDisjoint(with: .namesChange)
    if RelativePath.isReserved(name) {
      if folder.isRoot, name.isExactly(".git"), namesChange { digest.scopes.insert("") }
      return
    }
    let path = ExactPath(name).within(folder)
    if let store = directory.ownRules.storeFolder, path.string.path(below: store) != nil { return }
    let isLink = links[path] != nil || astray.contains(path)
    let wasFolder = namesChange && links[path] != false && !sharedFiles.contains(path) && table.contains(path)
    if IgnoreRules.fileNames.contains(where: { $0.description.isExactly(name) }) { digest.scopes.insert(folder) }
    if event.kinds.contains(.isFolder) || wasFolder { digest.scopes.insert(path) } else { digest.touched.insert(path) }
    if namesChange { digest.renamed.insert(path) }
    if !event.kinds.isDisjoint(with: .namesAppear) { digest.namesAppeared = true }
    if namesChange, event.kinds.contains(.isFolder) || isLink { digest.linksAreInDoubt = true }
  }
}
