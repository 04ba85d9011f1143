internal import Coherence
internal import Corpus
internal import Storage

/// Collects the removals that another replica sent until the end of the exchange, because only then is it known whether
/// they are most of a source. It keeps names and versions, no content.
struct PeerRemovals {
  private var states: [DocumentState] = []

  /// Postpones states that would remove a document which is served here and isn't read from a source here.
  ///
  /// - Returns: the states that can be taken at once.
  mutating func putOff(
    _ states: [DocumentState], _ reader: StoreReader, of sources: SourceSet, by resolutions: ResolutionSet
  ) throws -> [DocumentState] {
    var rest: [DocumentState] = []
    for state in states {
      if try reader.loses(state, of: sources, by: resolutions) { self.states.append(state) } else { rest.append(state) }
    }
    return rest
  }

  /// The removals that may be taken, and how many are held back.
  func judged(_ reader: StoreReader, accepting isAccepted: Bool) throws -> (taken: [DocumentState], held: Int) {
    if isAccepted { return (states, 0) }
    var taken: [DocumentState] = []
    for (source, states) in Dictionary(grouping: states, by: \.document.source) {
      if DeletionGuard.mayRemove(states.count, of: try reader.servedCount(ofAny: source)) { taken += states }
    }
    return (taken, states.count - taken.count)
  }
}

extension StoreReader {
  /// Whether taking this state would leave no served version of a document that is served now.
  fileprivate func loses(
    _ state: DocumentState, of sources: SourceSet, by resolutions: ResolutionSet
  ) throws -> Bool {
    let id = state.document
    guard let served = try document(id), sources[id.source] == nil || served.verified.method == .replica else {
      return false
    }
    let theirs = VersionSet(context: state.versions.context, siblings: state.versions.siblings.mapValues(\.head))
    let merged = try versionSet(of: id).receiving(theirs, seen: seen())
    return Standing(of: merged, by: resolutions[id.source].rule).served.isEmpty
  }
}
