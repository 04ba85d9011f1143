internal import FreshetCoherence
internal import FreshetCorpus

/// What `StoreWriter` does with other replicas' states: merging, remembering, forgetting, and going on under another name.
extension SimulatedReplica {
  enum Outcome {
    case known, merged, forgotten, refused
  }

  mutating func see(_ writes: VersionVector) {
    renew(ifBehind: CausalContext(writes))
    seenOfOthers = seenOfOthers.merged(with: VersionVector(writes.counts.filter { $0.key != name }))
  }

  mutating func merge(_ state: DocumentState, at now: Timestamp) -> Outcome {
    let stamps = state.versions.siblings.values.map(\.stamp) + state.attributes.fields.values.map(\.stamp)
    var received = clock
    guard stamps.allSatisfy({ received.receive($0, at: now) }) else { return .refused }
    clock = received
    renew(ifBehind: state.versions.context)
    let mine = self.state(of: state.document)
    let seen = bug == .forgottenMergedWithoutSeen ? mine.versions.context.vector : seen
    var merged = mine.versions.receiving(state.versions, seen: seen)
    if bug == .mergeIgnoresContext {
      merged = VersionSet(
        context: merged.context, siblings: mine.versions.siblings.merging(state.versions.siblings) { one, _ in one })
    }
    let isKnown = documents[state.document] != nil
    if !isKnown, merged.siblings.isEmpty { return .forgotten }
    var together = mine.attributes.receiving(
      state.attributes, context: mine.versions.context, others: state.versions.context, seen: seen)
    if bug == .tagsUnitedWithoutContext {
      together = Attributes(
        fields: together.fields,
        tags: mine.attributes.tags.merging(state.attributes.tags) { $0.union($1) })
    }
    if isKnown, merged == mine.versions, together == mine.attributes { return .known }
    let wasServed = mine.isServed
    stand(DocumentState(document: state.document, versions: merged, attributes: together), insteadOf: mine)
    if wasServed || self.state(of: state.document).isServed { serve(state.document) }
    return .merged
  }

  /// As `StoreWriter.take`.
  ///
  /// - Returns: this store's states where they differ from those, and how many were refused.
  mutating func take(_ states: [Parcel], at now: Timestamp) -> (
    different: [Parcel], refused: Int
  ) {
    var (different, refused): ([Parcel], Int) = ([], 0)
    for parcel in states {
      let id = parcel.state.document
      switch merge(parcel.state, at: now) {
      case .refused:
        refused += 1
      case .forgotten:
        receive(parcel)
        different.append(
          Parcel(
            state: parcel.state.forgotten,
            writes: reached[id] ?? [], names: [:]))
      case .known, .merged:
        receive(parcel)
        let mine = self.parcel(id)
        if mine.state.digest != parcel.state.digest { different.append(mine) }
      }
    }
    return (different, refused)
  }

  func parcel(_ id: DocumentID) -> Parcel {
    let state = state(of: id)
    let dots = state.attributes.dots.union(state.versions.siblings.keys)
    let named = dots.compactMap { dot in names[dot].map { (dot, $0) } }
    return Parcel(state: state, writes: reached[id] ?? [], names: Dictionary(named) { one, _ in one })
  }

  private mutating func receive(_ parcel: Parcel) {
    isChecked = false
    if (try? parcel.state.check()) == nil { takenForLie = parcel.state.document }
    reached[parcel.state.document, default: []].formUnion(parcel.writes)
    for (dot, write) in parcel.names {
      if let other = names[dot], other != write { twiceNamed = dot }
      names[dot] = write
    }
  }

  mutating func conclude(_ greeting: ReplicaGreeting, seen: VersionVector?, _ others: [DocumentID: WriteSet]) {
    if let seen {
      see(seen)
      reached.merge(others) { $0.union($1) }
      isChecked = false
    }
    peers[greeting.replica] = RememberedReplica(token: greeting.token, clock: greeting.clock)
  }

  /// Forgets removed documents whose context is covered by what has been here, as `StoreWriter.forgetDocuments`.
  ///
  /// - Returns: which.
  mutating func forgetRemoved(before cutoff: Timestamp) -> [DocumentID] {
    let seen = seen
    let forgettable = documents.values.filter { state in
      state.attributes.values.isEmpty && state.attributes.tags.isEmpty
        && (superseded[state.document] ?? []).isEmpty
        && state.versions.siblings.values.allSatisfy { $0.content == nil && $0.stamp.timestamp <= cutoff }
        && (bug == .forgetsUncovered || seen.covers(state.versions.context))
    }
    for state in forgettable { set(nil, of: state.document) }
    return forgettable.map(\.document).sorted()
  }

  mutating func forgetHistory(before cutoff: Timestamp) {
    superseded = superseded.mapValues { $0.filter { $0.stamp.timestamp > cutoff } }.filter { !$0.value.isEmpty }
  }

  /// As `StoreWriter.becomeAnotherReplica`.
  mutating func becomeAnother(since clock: HybridTime? = nil) {
    let old = name
    let shared = clock.map { lastWrite(of: old, upTo: $0) } ?? writes
    renamings += 1
    name = ReplicaID("\(slot)n\(renamings)")
    see(VersionVector([old: shared]))
    if clock != nil, bug != .dotReusedAfterRestoration { rename(writesOf: old, after: shared) }
  }

  @discardableResult
  mutating func renew(ifBehind seen: CausalContext) -> Bool {
    guard bug != .lostFutureOverlooked, seen.newestWrite(of: name) > writes else { return false }
    becomeAnother()
    return true
  }

  func lastWrite(of replica: ReplicaID, upTo clock: HybridTime) -> UInt64 {
    allVersions.filter { $0.dot.replica == replica && $0.stamp <= clock }.map(\.dot.write).max() ?? 0
  }

  private var allVersions: [Superseded] {
    documents.values.flatMap { $0.versions.siblings.values.map { Superseded(dot: $0.dot, stamp: $0.stamp) } }
      + superseded.values.joined()
  }

  private mutating func rename(writesOf old: ReplicaID, after shared: UInt64) {
    for id in documents.keys.sorted() {
      let before = state(of: id)
      let dots = before.versions.siblings.keys + (superseded[id] ?? []).map(\.dot)
      var names: [Dot: Dot] = [:]
      for dot in dots.sorted() where dot.replica == old && dot.write > shared { names[dot] = nextDot() }
      for dot in before.attributes.dots.sorted() where dot.replica == old && dot.write > shared && names[dot] == nil {
        names[dot] = nextDot()
      }
      guard before.versions.context.newestWrite(of: old) > shared else { continue }
      set(before.renaming(names, of: old, after: bug == .renamedWithoutLoweringContext ? .max : shared), of: id)
      superseded[id] = superseded[id]?.map { Superseded(dot: names[$0.dot] ?? $0.dot, stamp: $0.stamp) }
      for (dot, name) in names { self.names[name] = self.names.removeValue(forKey: dot) }
    }
  }
}

/// A state on its way, and the writes that come with it.
struct Parcel {
  let state: DocumentState
  let writes: WriteSet
  let names: [Dot: Int]
}

extension DocumentState {
  var isServed: Bool { versions.siblings.values.contains { $0.content != nil } }

  fileprivate func renaming(_ names: [Dot: Dot], of old: ReplicaID, after shared: UInt64) -> DocumentState {
    let siblings = versions.siblings.values.map {
      DocumentVersion(dot: names[$0.dot] ?? $0.dot, stamp: $0.stamp, content: $0.content)
    }
    return DocumentState(
      document: document,
      versions: VersionSet(
        context: versions.context.renaming(names, of: old, after: shared),
        siblings: Dictionary(uniqueKeysWithValues: siblings.map { ($0.dot, $0) })),
      attributes: attributes.renaming(names, of: old, after: shared))
  }
}

extension Sequence<DocumentID> {
  func sorted() -> [DocumentID] { sorted { $0.path < $1.path } }
}

extension VersionVector {
  fileprivate func covers(_ context: CausalContext) -> Bool {
    CausalContext(merged(with: context.vector)) == CausalContext(self) && context.dots.allSatisfy(covers)
  }
}
