internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetSeededNumbers

/// The faults that a simulation injects.
enum Fault: String, CaseIterable {
  case lostEvent, reorderedEvents, watchOverflow, crashBeforeCommit, crashAfterCommit, slowEmbedder, failingEmbedder,
    tornRead, diskFull, clockJump, secondWriter
  /// And what may happen anywhere.
  case pausedProcess, unreadableFolder, unmountedRoot, replacedRoot, poisonedText, restoredBackup, anotherSpace
}

/// What happens outside of the processes.
extension SeededSimulation {
  mutating func changeWorld() {
    guard world.isMounted, !world.isReplaced else { return }
    let document = Int.random(in: 0..<SimulatedDocument.fileCount, using: &random)
    if unfinishedWrites[document] != nil { return finishWrite(to: document) }
    switch Int.random(in: 0..<10, using: &random) {
    case 0: remove(document)
    case 1: move(document)
    case 2: beginWrite(to: document)
    default: write(document)
    }
  }

  mutating func write(_ document: Int) {
    guard world.isMounted, !world.isReplaced else { return }
    let content =
      random.chance(8) ? SimulatedContent.binary : Int.random(in: 0..<SimulatedContent.texts, using: &random)
    let inPlace = random.chance(50)
    note { "\(SimulatedDocument.ids[document]) holds \(content), \(inPlace ? "in place" : "by a rename")" }
    world.write(content, to: document, inPlace: inPlace, step: step)
    touch([document])
  }

  /// The history begins where another has ended.
  mutating func indexEverything() {
    world.pass(5_000)
    for document in 0..<SimulatedDocument.fileCount {
      guard let stamp = world.stamp(document), let content = SimulatedWorld.served(world.files[document]?.content)
      else { continue }
      let stamped = StampedRevision(
        revision: SimulatedContent.revisions[content], stamp: stamp, lookedAt: world.wall, mounts: nil)
      store.install(
        document, stamped, content: content, space: 0, store.moment(0, world.now), at: world.now, forgetting: nil)
      for passage in SimulatedContent.passages[content] {
        let key = SimulatedContent.key(passage, 0)
        (store.vectors[key], store.queue[key]) = (key, nil)
      }
    }
    store.scannedAt = world.now
    witness.remember(store)
  }

  private mutating func beginWrite(to document: Int) {
    guard let old = world.files[document]?.content else { return write(document) }
    let new = Int.random(in: 0..<SimulatedContent.texts, using: &random)
    let half = SimulatedContent.torn(old, new)
    note { "\(SimulatedDocument.ids[document]) is half rewritten, to \(new)" }
    world.write(half, to: document, inPlace: true, step: step)
    unfinishedWrites[document] = new
    touch([document])
  }

  mutating func finishWrite(to document: Int) {
    guard let content = unfinishedWrites.removeValue(forKey: document), world.files[document] != nil else { return }
    note { "\(SimulatedDocument.ids[document]) holds \(content), the rewrite is done" }
    world.write(content, to: document, inPlace: true, step: step)
    touch([document])
  }

  private mutating func remove(_ document: Int) {
    guard world.files[document] != nil else { return }
    note { "\(SimulatedDocument.ids[document]) is removed" }
    world.remove(document, step: step)
    touch([document])
  }

  private mutating func move(_ document: Int) {
    let target = Int.random(in: 0..<SimulatedDocument.fileCount, using: &random)
    guard world.files[document] != nil, target != document else { return }
    note { "\(SimulatedDocument.ids[document]) becomes \(SimulatedDocument.ids[target])" }
    world.move(document, to: target, step: step)
    unfinishedWrites[target] = unfinishedWrites.removeValue(forKey: document)
    touch([document, target])
  }

  /// Tells every watcher, unless the event is lost: then nothing can be known of the change before somebody looks.
  private mutating func touch(_ documents: [Int]) {
    let isLost = faults.contains(.lostEvent) && !isDraining && step > 0 && random.chance(8)
    for document in documents {
      if isLost {
        world.unnoticedSince[document] = step
        note { "nobody hears of \(SimulatedDocument.ids[document])" }
      } else if random.chance(12), SimulatedDocument.folder(of: document) > 0 {
        tellWatchers(.folder(SimulatedDocument.folder(of: document)))
      } else {
        tellWatchers(.touched(document))
      }
    }
  }

  mutating func tellWatchers(_ event: SimulatedQueue.Event) {
    for number in processes.indices where processes[number].isAlive && processes[number].fence != nil {
      processes[number].queue.append(event, at: world.now)
    }
  }
}

extension SeededSimulation {
  mutating func causeFault() throws(InvariantViolation) {
    if faults.isEmpty { return }
    let fault = random.pick(faults)
    let process = Int.random(in: 0..<processes.count, using: &random)
    note { "fault: \(fault), process \(process)" }
    switch fault {
    case .lostEvent: write(Int.random(in: 0..<SimulatedDocument.fileCount, using: &random))
    case .reorderedEvents: processes[process].queue.reorder(Int.random(in: 0..<3, using: &random))
    case .watchOverflow: for _ in 0..<SimulatedQueue.capacity { changeWorld() }
    case .crashBeforeCommit: toggleCrash(process, .beforeCommit)
    case .crashAfterCommit: toggleCrash(process, .afterCommit)
    case .slowEmbedder: embedder.isSlow.toggle()
    case .failingEmbedder: embedder.isFailing.toggle()
    case .tornRead: tearRead()
    case .diskFull: diskIsFull.toggle()
    case .clockJump: world.jump(back: random.chance(50))
    case .secondWriter: reindex(process)
    case .pausedProcess: processes[process].isPaused.toggle()
    case .unreadableFolder: toggleFolder(Int.random(in: 1...2, using: &random))
    case .unmountedRoot: toggleRoot()
    case .replacedRoot: replaceRoot()
    case .poisonedText:
      embedder.poison = embedder.poison == nil ? Int.random(in: 0..<SimulatedContent.passageCount, using: &random) : nil
    case .restoredBackup: useBackup()
    case .anotherSpace: changeSpace()
    }
  }

  private mutating func toggleCrash(_ process: Int, _ point: CrashPoint) {
    if processes[process].isAlive {
      processes[process].crash = point
    } else {
      processes[process].isAlive = true
    }
  }

  /// The file is rewritten while somebody reads it.
  private mutating func tearRead() {
    let reading = processes.lazy.flatMap(\.refreshes).first { $0.phase == .close }
    guard let document = reading?.document, document < SimulatedDocument.fileCount, world.canRead(document) else {
      return
    }
    world.write(
      Int.random(in: 0..<SimulatedContent.texts, using: &random), to: document, inPlace: true, step: step)
    touch([document])
  }

  private mutating func reindex(_ process: Int) {
    guard processes[process].isRunning, processes[process].fence == nil else { return }
    let document = Int.random(in: 0..<SimulatedDocument.fileCount, using: &random)
    processes[process].refreshes.append(SimulatedRefresh(document: document, manner: .whole, origin: .reindex))
  }

  mutating func toggleFolder(_ folder: Int) {
    world.toggle(folder, step: step)
    tellWatchers(.folder(folder))
  }

  /// An unmounted root may go unnoticed, but not its return.
  mutating func toggleRoot() {
    world.isMounted.toggle()
    if world.isMounted {
      tellWatchers(.rootBack)
    } else if random.chance(60) {
      tellWatchers(.rootGone)
    }
  }

  /// A process may miss an empty folder in the root's place, but not the root's return.
  mutating func replaceRoot() {
    world.toggleReplaced(step: step)
    landmarks.reach(.replacedRoot)
    if !world.isReplaced {
      tellWatchers(.rootBack)
    } else if random.chance(60) {
      tellWatchers(.rootGone)
    }
  }

  /// The store is put back to how it was: every process had to be stopped for that.
  private mutating func useBackup() {
    guard let backup else {
      self.backup = (store, step)
      return
    }
    for process in processes.indices { kill(process) }
    note { "the store is what it was at step \(backup.step)" }
    store = backup.store
    landmarks.reach(.restore)
    store.salt = UInt64(step)
    store.watcher = nil
    self.backup = nil
    witness.restored(to: store, step: step)
    for process in processes.indices { processes[process].isAlive = true }
  }

  /// All processes come back with another model.
  private mutating func changeSpace() {
    for process in processes.indices { kill(process) }
    store.space = 1 - store.space
    landmarks.reach(.spaceChange)
    store.watcher?.expires = world.now
    for process in processes.indices { processes[process].isAlive = true }
  }

  mutating func kill(_ process: Int) {
    note { "process \(process) is killed" }
    landmarks.reach(.crash)
    embedder.crash(of: process)
    processes[process] = SimulatedProcess(number: process)
    processes[process].isAlive = false
  }
}
