internal import FreshetCorpus

/// Turns paths of events into a batch: drops those that the ignore rules exclude, and reports folders as scopes.
extension WatchedTree {
  /// Scans the paths in `digest`, and sets watches on new folders and files there.
  ///
  /// - Parameters:
  ///   - digest: the paths of the events.
  ///   - isDue: whether to scan the entries that were unreadable before, too.
  /// - Returns: the files that may have changed, and the folders below which anything may have changed.
  func look(at digest: EventDigest, isDue: Bool) throws(WatchingError) -> (
    touched: Set<ExactPath>, scopes: Set<ExactPath>
  ) {
    var (touched, scopes) = (digest.touched, digest.scopes)
    if digest.linksAreInDoubt {
      for (link, isFolder) in links {
        if isFolder { scopes.insert(link) } else { touched.insert(link) }
      }
    }
    let hopeful = hopeful(digest, isDue: isDue)
    let paths = touched.union(scopes).union(hopeful)
    if paths.isEmpty { return ([], []) }
    let report = try arm(ScanScope(paths: paths.map(\.string)))
    let folders = Set(report.folders.map { ExactPath($0.path) })
    touched.formUnion(hopeful.filter { report.files.stamp(of: $0.string) != nil })
    scopes.formUnion(touched.union(hopeful).intersection(folders))
    return try outermost(touched, scopes, withoutThoseIn: try irrelevant(digest))
  }

  /// Returns the paths that may have become a file or folder without an event of their own: links without a target, and
  /// unreadable entries.
  private func hopeful(_ digest: EventDigest, isDue: Bool) -> Set<ExactPath> {
    let lost = digest.namesAppeared || digest.linksAreInDoubt ? astray : []
    return isDue ? lost.union(gaps) : lost
  }

  /// Returns the paths that the rules exclude now and certainly excluded before, so that they needn't be reported. It
  /// is uncertain whether a path was excluded before if its entry appeared or vanished, or if it is a link: a document
  /// may have been there before an excluded folder, or a folder with documents before an excluded file.
  private func irrelevant(_ digest: EventDigest) throws(WatchingError) -> ScanScope {
    let paths = ignored.filter { path, asAnyKind in
      asAnyKind || !digest.renamed.contains(path) && !astray.contains(path)
    }.keys
    return try ScanScope(paths: paths.map(\.string))
  }

  private func outermost(
    _ touched: Set<ExactPath>, _ scopes: Set<ExactPath>, withoutThoseIn ignored: ScanScope
  ) throws(WatchingError) -> (touched: Set<ExactPath>, scopes: Set<ExactPath>) {
    let scope = try ScanScope(paths: scopes.filter { !ignored.contains(path: $0) }.map(\.string))
    let touched = touched.filter { !ignored.contains(path: $0) && !scope.contains(path: $0) }
    return (touched, Set(scope.paths.map { ExactPath($0.text) }))
  }
}
