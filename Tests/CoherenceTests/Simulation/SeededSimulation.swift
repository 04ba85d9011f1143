internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetSeededNumbers

/// One seeded history: files that change, processes that keep an index in step with them, and all that goes wrong.
///
/// The decisions are those of the real state machines. The simulation only performs them, a read, a commit, an
/// embedding or a delivery at a time, in an order that the seed draws, and checks the invariants after every step.
struct SeededSimulation {
  let seed: UInt64
  let settings: CoherenceSettings
  let bug: SeededBug?
  let faults: [Fault]
  let tracing: Bool

  /// Milliseconds that a step takes at most, and the share of steps, in percent, in which somebody writes a file.
  let tempo: Int64
  let writing: Int

  var random: SplitMix64
  var world = SimulatedWorld()
  var store = SimulatedStore()
  var embedder = SimulatedEmbedder()
  var processes: [SimulatedProcess]
  var witness = Witness()
  var landmarks = Landmarks()
  var diskIsFull = false
  var backup: (store: SimulatedStore, step: Int)?
  var step = 0
  var cookies = 0
  var unfinishedWrites: [Int: Int] = [:]
  var isDraining = false
  var trace: [String] = []

  init(seed: UInt64, settings: CoherenceSettings, bug: SeededBug? = nil, tracing: Bool = false) {
    self.seed = seed
    self.settings = settings
    self.bug = bug
    self.tracing = tracing
    var random = SplitMix64(seed: seed)
    faults = Fault.allCases.filter { _ in random.chance(35) }
    tempo = random.pick([10, 30, 200])
    writing = random.pick([8, 20, 35])
    processes = (0..<Int.random(in: 1...3, using: &random)).map(SimulatedProcess.init)
    self.random = random
  }

  mutating func run() throws(InvariantViolation) {
    for document in 0..<SimulatedDocument.fileCount where random.chance(60) { write(document) }
    if random.chance(70) { indexEverything() }
    let steps = Int.random(in: 40...80, using: &random)
    for _ in 0..<steps { try take(Work.drawn) }
    try drain()
  }

  /// One step of whatever it is, then every invariant.
  mutating func take(_ work: Work) throws(InvariantViolation) {
    step += 1
    world.pass(Int64.random(in: 1...tempo, using: &random))
    switch work {
    case .drawn: try draw()
    case .of(let process, let task): try perform(task, by: process)
    }
    try check()
    witness.remember(store)
  }

  enum Work {
    case drawn
    case of(Int, Task)
  }

  /// What a process can do next.
  enum Task: Hashable {
    case takeWatch, renewWatch, deliver, wake, action, lateMark
    case refresh(Int)
    case embedding(Int)
    case barrier(Int)
  }

  private mutating func draw() throws(InvariantViolation) {
    if random.chance(writing) { return changeWorld() }
    switch Int.random(in: 0..<80, using: &random) {
    case 0..<7: try causeFault()
    case 7..<19: try read()
    case 19..<23: world.pass(Int64.random(in: 100...3_000, using: &random))
    case 23..<25: put()
    default:
      let process = Int.random(in: 0..<processes.count, using: &random)
      let tasks = tasks(of: process)
      if !tasks.isEmpty { try perform(random.pick(tasks), by: process) }
    }
  }

  func tasks(of number: Int) -> [Task] {
    let process = processes[number]
    guard process.isRunning else { return [] }
    var tasks: [Task] = []
    if process.keeping != nil {
      if !process.queue.events.isEmpty || process.heardAt + .seconds(1) <= world.now { tasks.append(.deliver) }
      if process.renewedAt + .seconds(2) <= world.now { tasks.append(.renewWatch) }
      if let wake = process.keeping?.nextWake, wake <= world.now { tasks.append(.wake) }
    } else if store.watcher.map({ $0.expires <= world.now }) ?? true {
      tasks.append(.takeWatch)
    }
    if !process.actions.isEmpty { tasks.append(.action) }
    if !process.lateMarks.isEmpty, process.actions.isEmpty { tasks.append(.lateMark) }
    for index in process.refreshes.indices where isReady(process.refreshes[index]) { tasks.append(.refresh(index)) }
    for index in process.embeddings.indices where isReady(process.embeddings[index]) { tasks.append(.embedding(index)) }
    for index in process.barriers.indices where isReady(process.barriers[index]) { tasks.append(.barrier(index)) }
    return tasks
  }

  private func isReady(_ refresh: SimulatedRefresh) -> Bool {
    switch refresh.phase {
    case .wait(let until): until <= world.now
    case .claim: missingKeys(refresh).allSatisfy { isFree($0) }
    default: true
    }
  }

  private func isReady(_ embedding: SimulatedEmbedding) -> Bool {
    if case .wait(let until) = embedding.phase { until <= world.now } else { true }
  }

  private func isReady(_ barrier: SimulatedBarrier) -> Bool {
    store.acknowledged.contains(barrier.cookie) || barrier.until <= world.now
  }

  mutating func perform(_ task: Task, by process: Int) throws(InvariantViolation) {
    if tracing {
      let text = "process \(process): \(described(task, process))"
      note { text }
    }
    switch task {
    case .takeWatch: takeWatch(process)
    case .renewWatch: renewWatch(process)
    case .deliver: try deliver(process)
    case .wake: try wake(process)
    case .action: try act(process)
    case .lateMark: markLate(process)
    case .refresh(let index): try advanceRefresh(index, process)
    case .embedding(let index): try advanceEmbedding(index, process)
    case .barrier(let index): try finishBarrier(index, process)
    }
  }

  private func described(_ task: Task, _ process: Int) -> String {
    switch task {
    case .action: "\(processes[process].actions[0])"
    case .refresh(let index):
      "refresh \(processes[process].refreshes[index].document), \(processes[process].refreshes[index].phase)"
    case .embedding(let index): "embed, \(processes[process].embeddings[index].phase)"
    default: "\(task)"
    }
  }

  mutating func note(_ text: () -> String) {
    if tracing { trace.append("\(step). \(text())") }
  }
}
