internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetSeededNumbers

/// What must hold after every step, and when everything was exchanged.
extension ReplicaSimulation {
  mutating func check() throws(Violation) {
    for index in replicas.indices where !replicas[index].isChecked {
      try checkReplica(index)
      replicas[index].isChecked = true
    }
    let (one, other, id) = (any(), any(), random.pick(Self.documents))
    // Of a store that isn't found out yet, names may be another's, too.
    if suspect == nil { try checkDigests(replicas[one].state(of: id), replicas[other].state(of: id)) }
    if one != other { try checkSeen(one, other) }
  }

  /// Those texts stand that the oracle knows of, and each context covers what stands.
  private func checkReplica(_ index: Int) throws(Violation) {
    let replica = replicas[index]
    if let id = replica.takenForLie {
      throw Violation(what: "an honest state of \(id.path) is taken for a lie at \(index)")
    }
    if let dot = replica.twiceNamed { throw Violation(what: "\(dot) names two writes at \(index)") }
    for (id, state) in replica.documents {
      for dot in state.versions.siblings.keys where !state.versions.context.covers(dot) {
        throw Violation(what: "\(dot) of \(id.path) isn't covered at \(index)")
      }
    }
    for (id, reached) in replica.reached where !forgotten.contains(id) {
      try checkWrites(replica.state(of: id), reached, at: index)
    }
  }

  private func checkWrites(_ state: DocumentState, _ reached: WriteSet, at index: Int) throws(Violation) {
    let (id, names) = (state.document, replicas[index].names)
    let expected = oracle.standingWrites(reached)
    let standing = state.versions.siblings.keys.compactMap { names[$0] }
    let (texts, removals) = (
      standing.filter { oracle.writes[$0].text != nil }, standing.filter { oracle.writes[$0].text == nil }
    )
    let expectedTexts = expected.members.filter { oracle.writes[$0].text != nil }
    guard texts.sorted() == expectedTexts, removals.allSatisfy(expected.contains) else {
      throw Violation(
        what: "of \(id.path) \(standing.sorted()) stand at \(index), not \(expected.members) of \(reached.members)")
    }
    let tags = state.attributes.tags.mapValues { $0.compactMap { names[$0] }.sorted() }
    let expectedTags = oracle.tags(reached).mapValues(\.members)
    if tags != expectedTags {
      throw Violation(what: "the tags of \(id.path) at \(index) are \(tags), not \(expectedTags) of \(reached.members)")
    }
    if let fields = oracle.fields(reached), fields != state.attributes.values {
      throw Violation(
        what: "the fields of \(id.path) at \(index) are \(state.attributes.values), not \(fields) of \(reached.members)"
      )
    }
  }

  private func checkDigests(_ one: DocumentState, _ other: DocumentState) throws(Violation) {
    if (one == other) != (one.digest == other.digest) {
      throw Violation(what: "digests of \(one.document.path) don't tell whether states are the same: \(one) \(other)")
    }
  }

  /// Nothing that stands there counts as having been here, if it hasn't.
  private func checkSeen(_ one: Int, _ other: Int) throws(Violation) {
    let seen = replicas[one].seen
    for (id, state) in replicas[other].documents {
      let here = oracle.closed(replicas[one].reached[id] ?? [])
      // A removal may have been forgotten where it was: nobody misses it.
      for (dot, version) in state.versions.siblings
      where version.content != nil && seen.covers(dot) && dot.replica != suspect?.name {
        guard let write = replicas[other].names[dot], !here.contains(write) else { continue }
        throw Violation(what: "\(dot), write \(write) of \(id.path), stands at \(other), and counts as seen at \(one)")
      }
    }
  }

  var isConverging: Bool { step == .max }

  /// All clocks are right, nobody writes, and all exchange with all until nothing differs.
  mutating func converge() throws(Violation) {
    step = .max
    now += 3_600_000
    drifts = drifts.map { _ in 0 }
    if let suspect {
      for witness in suspect.witnesses.sorted() where self.suspect != nil { try exchange(suspect.replica, witness) }
    }
    var rounds = 0
    repeat {
      for one in replicas.indices {
        for other in replicas.indices where one != other && (one < other) == (rounds % 2 == 0) {
          try exchange(one, other)
        }
      }
      rounds += 1
    } while rounds < 2 || Set(replicas.map(\.tree.root)).count > 1 && rounds < 4
    try checkConvergence()
  }

  private func checkConvergence() throws(Violation) {
    for id in Self.documents {
      let everything = replicas.reduce(WriteSet()) { $0.union($1.reached[id] ?? []) }
      let states = replicas.map { $0.state(of: id) }
      for index in replicas.indices {
        try checkWrites(states[index], everything, at: index)
        let isEmpty = states[index].versions.siblings.isEmpty
        guard isEmpty == states[0].versions.siblings.isEmpty, isEmpty || states[index] == states[0] else {
          throw Violation(what: "\(id.path) isn't the same at 0 and \(index): \(states[0]) \(states[index])")
        }
      }
    }
    let refused = landmarks["refused while settling", default: 0]
    if refused > 0 { throw Violation(what: "refused \(refused) states though all clocks are right") }
  }
}
