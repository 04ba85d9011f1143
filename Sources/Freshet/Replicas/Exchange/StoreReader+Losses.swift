internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

extension StoreReader {
  /// Whether merging this received state would stop this store from serving a document that it serves now. False for a
  /// document that this store reads from a folder of its own.
  func loses(
    _ state: DocumentState, of sources: SourceSet, by resolutions: ResolutionSet
  ) throws -> Bool {
    let id = state.document
    guard let served = try document(id), sources[id.source] == nil || served.verified.method == .replica else {
      return false
    }
    let theirs = VersionSet(context: state.versions.context, siblings: state.versions.siblings.mapValues(\.head))
    let merged = try versionSet(of: id).receiving(theirs, seen: seen())
    return StandingVersions(of: merged, by: resolutions[id.source].rule).served.isEmpty
  }
}
