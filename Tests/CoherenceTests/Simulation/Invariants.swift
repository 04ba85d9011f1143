internal import FreshetCorpus

/// The invariants, as far as they can be stated of one step.
enum Invariant: String, CaseIterable {
  case convergence, neverStaleAsFresh, neverWorse, nothingLost, minimalWork, evidenceBeforeDelete, accounting
  case bounded, session, barrier
  case spacesNeverMix
}

struct InvariantViolation: Error {
  let invariant: Invariant
  let what: String

  init(_ invariant: Invariant, _ what: String) {
    self.invariant = invariant
    self.what = what
  }
}

/// What happened, as nobody in the simulation knows it: what the invariants are judged by.
struct Witness {
  /// The steps of each document's last observation on record, last answer, last failure, and last proven retirement:
  /// answers and failures by when their reading began.
  var observed = Array(repeating: -1, count: SimulatedDocument.count)
  var answered = Array(repeating: -1, count: SimulatedDocument.count)
  var failed = Array(repeating: -1, count: SimulatedDocument.count)
  var retired = Array(repeating: -1, count: SimulatedDocument.count)
  /// When the reading of what is served ended, and when it began if it was torn and nothing showed that.
  var servedReadEnded = Array(repeating: -1, count: SimulatedDocument.count)
  var tornAt = Array(repeating: -1, count: SimulatedDocument.count)
  /// What was served and found after the step before.
  var served: [SimulatedStore.Served?] = Array(repeating: nil, count: SimulatedDocument.count)
  var isFound = Array(repeating: false, count: SimulatedDocument.count)
  /// The changes that acknowledged pushes returned, and the tokens that reads did.
  var puts: [Int] = []
  var tokens: [SessionToken] = []
  private var lostTokens: Set<SessionToken> = []

  mutating func installed(_ document: Int, _ refresh: SimulatedRefresh, step: Int) {
    servedReadEnded[document] = refresh.readEnded
    tornAt[document] = refresh.isTorn ? refresh.moment.step : -1
  }

  /// What was acknowledged after the backup is lost, and must be reported as lost.
  mutating func restored(to store: SimulatedStore, step: Int) {
    let last = store.changes.count
    lostTokens.formUnion(tokens.filter { $0.sequence > last || lostTokens.contains($0) })
    puts.removeAll { $0 > last }
    observed = Array(repeating: -1, count: SimulatedDocument.count)
    servedReadEnded = Array(repeating: -1, count: SimulatedDocument.count)
    served = store.served
    isFound = (0..<SimulatedDocument.count).map { store.isFound($0) }
  }

  mutating func remember(_ store: SimulatedStore) {
    served = store.served
    for document in isFound.indices { isFound[document] = store.isFound(document) }
  }

  func isOfThisHistory(_ token: SessionToken) -> Bool { !lostTokens.contains(token) }
}

extension SeededSimulation {
  func check() throws(InvariantViolation) {
    try checkNeverWorse()
    try checkNothingLost()
    try checkVectors()
    try checkCertificates()
    let accounts = store.accounts(forgetting: bug)
    if accounts.discovered != accounts.sum {
      throw InvariantViolation(.accounting, "\(accounts.discovered) discovered, \(accounts.sum) accounted for")
    }
  }

  private func checkNeverWorse() throws(InvariantViolation) {
    for document in 0..<SimulatedDocument.count {
      let now = store.served[document]
      guard let before = witness.served[document] else { continue }
      guard let now else {
        if witness.retired[document] == step { continue }
        throw InvariantViolation(.neverWorse, "\(document) is no longer served, without proof")
      }
      if now.space == before.space, witness.isFound[document], !store.isFound(document) {
        throw InvariantViolation(.neverWorse, "\(document) is no longer found, though it is served")
      }
    }
  }

  private func checkNothingLost() throws(InvariantViolation) {
    for document in 0..<SimulatedDocument.count
    where store.journal[document] == nil && witness.observed[document] > witness.answered[document] {
      throw InvariantViolation(
        .nothingLost, "the observation of \(document) at step \(witness.observed[document]) is lost")
    }
    if let put = witness.puts.last(where: { $0 > store.changes.count }) {
      throw InvariantViolation(.nothingLost, "a push was acknowledged as change \(put) of \(store.changes.count)")
    }
  }

  /// A vector is that of its own text in its own space.
  private func checkVectors() throws(InvariantViolation) {
    for key in store.vectors.indices {
      guard let made = store.vectors[key], made != key else { continue }
      let isSameSpace = made % SimulatedContent.spaces.count == key % SimulatedContent.spaces.count
      throw InvariantViolation(isSameSpace ? .neverStaleAsFresh : .spacesNeverMix, "\(key) has the vector of \(made)")
    }
  }
}
