internal import FreshetCoherence
internal import FreshetCorpus

/// A look at the source, folder by folder, decided by the real `Reconciliation`.
extension SeededSimulation {
  static let recipes = SimulatedContent.spaces.map { IndexingRecipe(space: $0, chunker: SimulatedProcess.chunker) }

  mutating func advanceLook(_ scopes: Set<ExactPath>, _ number: Int) throws(InvariantViolation) {
    if bug == .takeoverWithoutLook, store.scannedAt != nil {
      processes[number].actions.removeFirst()
      return tell(number, .looked(changed: [], startedAt: world.now))
    }
    // A scan starts again if its root was replaced while it ran.
    if let look = processes[number].look, look.replacements != world.replacements { processes[number].look = nil }
    guard let look = processes[number].look else {
      processes[number].look = beginLook(scopes)
      return
    }
    if !world.isMounted, bug != .retireOnUnmountedRoot {
      landmarks.reach(.lookFailed)
      processes[number].look = nil
      processes[number].actions.removeFirst()
      return tell(number, .unseen(why: "the root is gone"))
    }
    guard let folder = look.foldersLeft.first else { return try concludeLook(look, number) }
    processes[number].look?.foldersLeft.removeFirst()
    let isListed = world.isReadable[folder] || bug == .retireOnUnreadableFolder
    processes[number].look?.isListed[folder] = isListed
    guard world.isReadable[folder], world.isMounted else { return }
    for document in (2 * folder)..<(2 * folder + 2) {
      guard let stamp = world.stamp(document) else { continue }
      processes[number].look?.sightings.append((document, stamp))
    }
  }

  private func beginLook(_ scopes: Set<ExactPath>) -> SimulatedLook {
    let folders =
      scopes.contains("")
      ? [0, 1, 2] : scopes.compactMap { SimulatedDocument.folders.firstIndex(of: $0.string) }.sorted()
    return SimulatedLook(
      moment: store.moment(step, world.now), served: store.served, journal: store.journal,
      skips: store.skips, replacements: world.replacements, isWhole: scopes.contains(""), folders: folders,
      foldersLeft: folders)
  }

  private mutating func concludeLook(_ look: SimulatedLook, _ number: Int) throws(InvariantViolation) {
    let (found, decided) = decide(look)
    var changed = found
    var violation: InvariantViolation?
    let isCommitted = commit(number) { simulation in
      for (document, action) in decided {
        if simulation.store.isOvertaken(document, look.moment, forgetting: simulation.bug) {
          changed.append(document)
        } else {
          violation = violation ?? simulation.perform(action, on: document, look.moment)
        }
      }
      simulation.observe(changed)
      if look.isWhole { simulation.store.scannedAt = look.moment.at }
    }
    if let violation { throw violation }
    if !changed.isEmpty { landmarks.reach(.lookFoundChanges) }
    guard isCommitted else { return }
    processes[number].look = nil
    processes[number].actions.removeFirst()
    tell(number, .looked(changed: changed.sorted().map { SimulatedDocument.ids[$0] }, startedAt: look.moment.at))
  }

  private func decide(_ look: SimulatedLook) -> (changed: [Int], decided: [(Int, ReconciliationAction)]) {
    var reconciliation = reconciliation(look)
    var changed: [Int] = []
    var decided: [(Int, ReconciliationAction)] = []
    for (document, stamp) in look.sightings {
      switch reconciliation.look(at: SimulatedDocument.ids[document], .file(stamp)) {
      case .keep, .keepSkipped: break
      case .markAndRead: changed.append(document)
      case let action: decided.append((document, action))
      }
    }
    let conclusions = reconciliation.conclude(
      scope: { look.folders.contains(SimulatedDocument.folder(of: SimulatedDocument.number(of: $0))) },
      absence: {
        look.isListed[SimulatedDocument.folder(of: SimulatedDocument.number(of: $0))]
          ? .absent : .unknown(why: "its folder can't be listed")
      })
    let hold = hold(on: conclusions, look)
    for (id, action) in conclusions {
      let document = SimulatedDocument.number(of: id)
      if case .hold = action {
        changed.append(document)
      } else if hold != nil, action == .retire {
        changed.append(document)
      } else {
        decided.append((document, action))
      }
    }
    return (changed, decided)
  }

  /// Asks the real guard, as a run over a source does.
  private func hold(on conclusions: [(DocumentID, ReconciliationAction)], _ look: SimulatedLook) -> DeletionHold? {
    if bug == .retireOnReplacedRoot { return nil }
    var loss = DeletionGuard.Loss(root: world.root, isWhole: look.isWhole)
    loss.served = (0..<SimulatedDocument.fileCount).count { look.served[$0] != nil }
    loss.absent = conclusions.count { $0.1 == .retire }
    loss.unproven = conclusions.count { look.served[SimulatedDocument.number(of: $0.0)] != nil } - loss.absent
    return DeletionGuard(indexed: Self.knownRoot).hold(loss)
  }

  /// The folder that was at the path first: nobody accepts another.
  private static let knownRoot = SimulatedWorld().root

  private func reconciliation(_ look: SimulatedLook) -> Reconciliation {
    let files = 0..<SimulatedDocument.fileCount
    var skips: [DocumentID: SkipRecord] = [:]
    for document in files { skips[SimulatedDocument.ids[document]] = look.skips[document] }
    return Reconciliation(
      indexed: files.compactMap { look.served[$0]?.document },
      marked: Set(files.filter { look.journal[$0] != nil }.map { SimulatedDocument.ids[$0] }),
      skips: skips, recipe: Self.recipes[store.space], believesStamps: true)
  }

  /// Performs what was decided for a document without new content, in the transaction that is open.
  mutating func perform(
    _ action: ReconciliationAction, on document: Int, _ moment: SimulatedStore.Moment
  ) -> InvariantViolation? {
    note { "  \(SimulatedDocument.ids[document]): \(action)" }
    switch action {
    case .keep, .keepSkipped, .markAndRead, .refresh, .hold, .holdBack: return nil
    case .confirm(let stamped): store.confirm(document, stamped)
    case .retire, .retireAndSkip:
      guard world.hadNoText(document, from: moment.step) else {
        return InvariantViolation(.evidenceBeforeDelete, "\(SimulatedDocument.ids[document]) was never gone")
      }
      witness.retired[document] = step
      landmarks.reach(.retirement)
      store.retire(document)
    case .skip: landmarks.reach(.skipped)
    case .forget: break
    }
    store.withdraw(document, moment, forgetting: bug)
    if store.journal[document] == nil { store.skips[document] = action.skipRecord }
    answered(document, moment)
    return nil
  }

  /// What was read at that moment is on record now.
  mutating func answered(_ document: Int, _ moment: SimulatedStore.Moment) {
    witness.answered[document] = max(witness.answered[document], moment.step)
    if document < SimulatedDocument.fileCount, let since = world.unnoticedSince[document], since <= moment.step {
      world.unnoticedSince[document] = nil
    }
  }
}

extension ReconciliationAction {
  fileprivate var skipRecord: SkipRecord? {
    switch self {
    case .retireAndSkip(let entry), .skip(let entry): entry
    default: nil
    }
  }
}
