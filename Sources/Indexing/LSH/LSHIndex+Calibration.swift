internal import FreshetKernels
internal import FreshetCorpus

/// Fits the `RecallModel` by exact searches for sampled questions. The samples are questions that were asked before,
/// and stored vectors, which don't count as their own neighbours. The more questions were asked, the greater is their
/// share of the samples. The model first learns the rates, then the yields; then it checks its estimates
/// (`Calibration`).
extension LSHIndex {
  private static let samplesPerStep = 16
  private static let widths = [10, 50]
  private static let checkedTarget = 0.95

  /// Compares the recall that the index estimated for sampled searches with their true recall.
  public var calibration: Calibration { model.calibration }

  /// Performs one step: searches for some sampled questions exactly, and uses the results to fit the model or, once
  /// that is done, to check its estimates.
  ///
  /// - Returns: false if there was nothing to do: the index has few vectors, or enough estimates were checked.
  mutating func calibrate() -> Bool {
    guard count >= Self.fewestParted else { return false }
    if model.isOutdated(at: count) {
      if model.fittedAt > 0, count <= 2 * model.fittedAt { forgetHalfOfAsked() }
      model.restart(at: count)
    }
    if !model.isLearning, model.calibration.answers >= Calibration.wanted { return false }
    let questions = (0..<Self.samplesPerStep).map { _ in sampledQuestion() }
    let truths = vectors.scanAll(Self.widths.max()! + 1, for: questions.map(\.vector))  // `widths` isn't empty
    if !model.isLearning {
      model.check(checked(questions, truths))
    } else {
      for (question, found) in zip(questions, truths) {
        learn(question.vector, found.filter { $0.address != question.itself })
      }
    }
    return true
  }

  private typealias Sample = (vector: UnitVector, itself: ContentAddress?)

  /// Runs approximate searches for these questions, and returns a comparison of their estimated recall with the true
  /// recall, computed from the exact results `truths`. A stored vector doesn't count as its own neighbour.
  private func checked(_ questions: [Sample], _ truths: [[Neighbour]]) -> Calibration {
    var calibration = Calibration()
    let limit = Self.widths[0]
    let answers = search(limit + 1, for: questions.map(\.vector), recall: .atLeast(Self.checkedTarget), among: nil)
    for (question, (answer, truth)) in zip(questions, zip(answers, truths)) {
      func others(_ neighbours: [Neighbour]) -> [ContentAddress] {
        Array(neighbours.map(\.address).filter { $0 != question.itself }.prefix(limit))
      }
      let nearest = Set(others(truth))
      if nearest.isEmpty { continue }
      let found = Double(others(answer.found).count { nearest.contains($0) }) / Double(nearest.count)
      calibration.answers += 1
      calibration.stated += answer.recall
      calibration.found += found
      calibration.error += abs(answer.recall - found)
      calibration.below += found < Self.checkedTarget ? 1 : 0
    }
    return calibration
  }

  private mutating func sampledQuestion() -> Sample {
    if Int.random(in: 0..<Self.mostAsked / 2, using: &random) < asked.count {
      return (asked.randomElement(using: &random)!, nil)  // `asked` isn't empty, because its count exceeds a number ≥ 0
    }
    while true {
      let slot = Int.random(in: 0..<vectors.slotCount, using: &random)
      guard vectors.isLive(slot) else { continue }
      let row = UnsafeBufferPointer(start: vectors.row(slot), count: dimension)
      if let vector = UnitVector(Array(row)) { return (vector, vectors.address(slot)) }
    }
  }

  private mutating func learn(_ question: UnitVector, _ truth: [Neighbour]) {
    var scores = [Float](repeating: 0, count: cells.scoreCapacity)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: cells.width) { y in
      question.components.withUnsafeBufferPointer { cells.rotation.rotate($0.baseAddress!, into: y.baseAddress!) }
      cells.estimates(NibbleQuery(y.baseAddress!, width: cells.width), into: &scores)
    }
    for width in Self.widths where truth.count >= width {
      learn(truth.prefix(width), scores, isYieldWanted: width == Self.widths[0])
    }
  }

  private mutating func learn(
    _ neighbours: some BidirectionalCollection<Neighbour>, _ scores: [Float], isYieldWanted: Bool
  ) {
    guard let last = neighbours.last else { return }
    let distances = cells.distances(scores, threshold: last.score)
    var entries = [Float](repeating: 0, count: RecallModel.bins)
    for cell in 0..<cells.count { entries[RecallModel.bin(distances[cell])] += cells.weights[cell] }
    let bins = neighbours.compactMap { vectors.slot(of: $0.address) }.map { slot in
      let home = cells.homes(of: slot)
      let second = home.second == CellSet.none ? Float.infinity : distances[Int(home.second)]
      return RecallModel.bin(min(distances[Int(home.first)], second))
    }
    model.learn(entries: entries, bins: bins, isYieldWanted: isYieldWanted)
  }
}

extension CellSet {
  /// Returns the distance u of each cell, as defined in `RecallModel`.
  func distances(_ scores: [Float], threshold: Float) -> [Float] {
    (0..<count).map { (threshold - alphas[$0] * scores[$0]) * inverseSpreads[$0] }
  }
}
