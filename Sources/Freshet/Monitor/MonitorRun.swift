internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// One run of `RetrievalCache.monitor`. `ConsistencyMonitor` decides what to probe and when; this type probes and
/// reports.
struct MonitorRun {
  let environment: CacheEnvironment
  let answerer: Answerer
  var machine: ConsistencyMonitor
  let report: @Sendable (MonitorEvent) -> Void

  private var store: Store { environment.store }
  private var clock: WallClock { environment.clock }

  /// Runs until the task is cancelled.
  mutating func run(listingEvery listing: Duration) async throws {
    var (nextListing, counted) = (clock(), MonitorTally())
    while true {
      do {
        if clock() >= nextListing {
          try await list()
          nextListing = clock() + listing
        }
        try await perform(machine.tick(now: clock()))
      } catch let error as CancellationError {
        throw error
      } catch let error as StorageError where error.isFinal {
        throw error
      } catch {
        report(.unable(why: "\(error)"))
        nextListing = clock() + listing
      }
      environment.metrics.count(machine.tally, since: counted, documents: machine.population)
      counted = machine.tally
      let pause = min(machine.nextWake, nextListing).duration(since: clock())
      try await Task.sleep(for: max(pause, .milliseconds(1)))
    }
  }

  private mutating func list() async throws {
    let isFirst = machine.population == 0
    let marks = try await MonitorListing.marks(of: environment.sources, in: store, clock)
    try await perform(machine.list(marks, now: clock()))
    if isFirst { report(.began(documents: marks.count)) }
    report(.summary(MonitorSummary(machine.tally, documents: marks.count)))
  }

  private mutating func perform(_ actions: [MonitorAction]) async throws {
    var actions = actions[...]
    while let action = actions.popFirst() {
      switch action {
      case .probe(let documents):
        let sightings = try await sightings(of: documents)
        for document in documents {
          guard let sighting = sightings[document] else {
            machine.unprobed(document)
            continue
          }
          actions += machine.probed(document, sighting, now: clock())
        }
      case .violated(let violation):
        tell(violation) { writer in
          try writer.record(
            violation: violation.flaw.name, of: violation.document, since: violation.since, foundAt: violation.foundAt)
        }
      case .ended(let violation):
        let now = clock()
        tell(violation, endedAt: now) { try $0.endViolations(of: violation.document, at: now) }
      }
      try Task.checkCancellation()
    }
  }

  /// The results of probing these documents. Documents that could not be read are reported and left out.
  private func sightings(of documents: [DocumentID]) async throws -> [DocumentID: ProbeSighting] {
    var sightings: [DocumentID: ProbeSighting] = [:]
    for document in documents {
      do {
        sightings[document] = try await sighting(of: document)
      } catch let error as CancellationError {
        throw error
      } catch let error as StorageError where error.isFinal {
        throw error
      } catch {
        report(.unable(why: "\(document): \(error)"))
      }
    }
    return sightings
  }

  private func sighting(of document: DocumentID) async throws -> ProbeSighting {
    let probe = DocumentProbe(
      sources: environment.sources, store: store, recipes: try store.read { try environment.recipes($0) }, clock: clock)
    guard let verdict = try await probe.verdict(on: document) else {
      return ProbeSighting(source: nil, served: nil, flaw: nil)
    }
    // Don't count a served document whose name is hidden as a violation: the store serves it on purpose until a person
    // decides. An audit reports it.
    if verdict.isHidden { return ProbeSighting(source: nil, served: verdict.indexed, flaw: nil) }
    let isUnfound = verdict.state == .fresh ? try await findsItself(document) == false : false
    return ProbeSighting(
      source: verdict.source, served: verdict.indexed, flaw: isUnfound ? .unfound : Flaw(verdict.state))
  }

  /// Whether a search with the vector of one of the document's passages returns that passage. Nil if the document has
  /// no passage that can be searched in this way.
  private func findsItself(_ document: DocumentID) async throws -> Bool? {
    guard let passage = try store.read({ try $0.searchablePassage(of: document, in: environment.embedder.space.id) })
    else {
      return nil
    }
    let question = Question(text: "", vector: passage.vector, mode: .vector)
    // First search with the default recall, then exactly, because a miss due to low recall isn't a violation.
    for (limit, recall) in [(10, RecallTarget.standard), (100, .exact)] {
      let order = SearchOrder(limit: limit, recall: recall, scope: .everything)
      let hits = try await answerer.answers(to: [question], order, readsBytes: false, isProbe: true)[0].hits
      if hits.contains(where: { $0.certificate.address == passage.address }) { return true }
    }
    return false
  }

  /// Records and reports a violation, or its end. If the record can't be stored or the document's history can't be
  /// read, for example because the disk is full, this also reports `.unable`.
  private func tell(
    _ violation: FoundViolation, endedAt: Timestamp? = nil, keeping keep: (StoreWriter) throws -> Void
  ) {
    var transitions: [DocumentTransition] = []
    let failures = [
      failure("the violation could not be recorded") { try store.write { try keep($0) } },
      failure("the document's history could not be read") {
        transitions = try store.read { try $0.transitions(of: violation.document) }
      },
    ]
    let told = ConsistencyViolation(violation, endedAt: endedAt, transitions: transitions)
    report(endedAt == nil ? .violated(told) : .ended(told))
    failures.compactMap(\.self).forEach(report)
  }

  private func failure(_ what: String, _ body: () throws -> Void) -> MonitorEvent? {
    do {
      try body()
      return nil
    } catch {
      return .unable(why: "\(what): \(error)")
    }
  }
}

extension ConsistencyViolation {
  fileprivate init(_ violation: FoundViolation, endedAt: Timestamp? = nil, transitions: [DocumentTransition]) {
    self.init(
      document: violation.document, kind: violation.flaw.name, since: violation.since, foundAt: violation.foundAt,
      endedAt: endedAt, transitions: transitions)
  }
}

extension MonitorSummary {
  fileprivate init(_ tally: MonitorTally, documents: Int) {
    self.init(
      documents: documents, probes: tally.probes, consistentAtOnce: tally.consistentAtOnce,
      consistentWithin: tally.consistentWithin, violations: tally.violations)
  }
}
