internal import FreshetCorpus

/// Turns paths into what to report: drops what the rules exclude, and makes a scope of what turns out to be a folder.
extension WatchedTree {
  /// Looks at what `digest` names, and sets watches on what is new there.
  ///
  /// `isDue`: whether to look also at what was unreadable before.
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

  /// Paths that may be a file or folder now although they weren't, and that no event of their own would report.
  private func hopeful(_ digest: EventDigest, isDue: Bool) -> Set<ExactPath> {
    let lost = digest.namesAppeared || digest.linksAreInDoubt ? astray : []
    return isDue ? lost.union(gaps) : lost
  }

  /// What the rules exclude now and excluded before, with all below it. Where a name appeared or vanished, or a link
  /// leads, that isn't certain: there may have been a file before the folder that they exclude now, or a folder before
  /// the file.
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
