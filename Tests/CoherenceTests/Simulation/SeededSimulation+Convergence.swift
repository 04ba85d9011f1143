internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetSeededNumbers

/// When the faults stop and the sources are quiet, the index becomes what one built from scratch would be.
extension SeededSimulation {
  /// Far more than any history needs: what hasn't converged by then never will.
  private static let stepLimit = 1_500
  /// What was begun goes on for so long with the faults in force.
  private static let faultySteps = 40

  mutating func drain() throws(InvariantViolation) {
    for _ in 0..<Self.faultySteps where try !goOn() { passToNext() }
    heal()
    for _ in 0..<Self.stepLimit where try !goOn() {
      if difference == nil { return try finish() }
      passToNext()
    }
    throw InvariantViolation(.convergence, difference ?? "it doesn't come to rest")
  }

  /// Nothing new happens, only what was begun; false when that has to wait.
  private mutating func goOn() throws(InvariantViolation) -> Bool {
    let ready = processes.indices.flatMap { process in
      tasks(of: process).filter { isNeeded($0, process) }.map { Work.of(process, $0) }
    }
    if !ready.isEmpty { try take(random.pick(ready)) }
    return !ready.isEmpty
  }

  private mutating func finish() throws(InvariantViolation) {
    try follow(0)
    for token in witness.tokens { try judge(token, 0) }
  }

  private mutating func heal() {
    isDraining = true
    note { "the faults stop" }
    (diskIsFull, embedder.isFailing, embedder.isSlow, embedder.poison) = (false, false, false, nil)
    for process in processes.indices {
      processes[process].isPaused = false
      processes[process].isAlive = true
      processes[process].crash = nil
    }
    if !world.isMounted { toggleRoot() }
    if world.isReplaced { replaceRoot() }
    for folder in 1...2 where !world.isReadable[folder] { toggleFolder(folder) }
    step += 1
    for document in unfinishedWrites.keys.sorted() { finishWrite(to: document) }
  }

  private func isNeeded(_ task: Task, _ number: Int) -> Bool {
    let process = processes[number]
    return switch task {
    case .deliver: !process.queue.events.isEmpty || process.heardAt == Timestamp(nanoseconds: 0)
    case .renewWatch: !holdsWatch(number)
    default: true
    }
  }

  /// Lets time pass to whatever comes next; who holds the watch renews it meanwhile.
  private mutating func passToNext() {
    let next = upcoming().filter { $0 > world.now }.min() ?? world.now + .seconds(1)
    let (seconds, attoseconds) = next.duration(since: world.now).components
    world.pass(seconds * 1_000 + attoseconds / 1_000_000_000_000_000 + 1)
    guard let holder = processes.indices.first(where: holdsWatch), processes[holder].isRunning else { return }
    store.watcher?.expires = world.now + SimulatedProcess.watchLease
    processes[holder].renewedAt = world.now
  }

  private func upcoming() -> [Timestamp] {
    var moments = store.leases.compactMap { $0?.expires }
    for process in processes {
      for refresh in process.refreshes { if case .wait(let until) = refresh.phase { moments.append(until) } }
      for embedding in process.embeddings { if case .wait(let until) = embedding.phase { moments.append(until) } }
      moments += process.barriers.map(\.until)
      if let wake = process.keeping?.nextWake { moments.append(wake) }
    }
    if let watcher = store.watcher, !processes.indices.contains(where: holdsWatch) { moments.append(watcher.expires) }
    return moments
  }

  /// How the index differs from one built from scratch; nil when it doesn't.
  private var difference: String? {
    for document in 0..<SimulatedDocument.fileCount {
      let name = SimulatedDocument.ids[document]
      let content = world.files[document]?.content
      if let row = store.journal[document] { return "\(name) is still in the journal: \(row)" }
      if store.served[document]?.content != SimulatedWorld.served(content) {
        return "\(name) is not as the source has it"
      }
      if let served = store.served[document], served.space != store.space { return "\(name) is in another space" }
      let isSkipped = content.map(SimulatedContent.isBinary) ?? false
      if (store.skips[document] != nil) != isSkipped { return "\(name) is skipped or should be" }
    }
    for document in 0..<SimulatedDocument.fileCount {
      guard let served = store.served[document] else { continue }
      if !served.passages.allSatisfy({ store.hasVector($0, store.space) }) {
        return "\(SimulatedDocument.ids[document]) waits for vectors"
      }
    }
    return nil
  }
}
