internal import CKernels
internal import Corpus

/// Learning the rates of `RecallModel` from exact answers to sampled questions: half of them such as were asked, where there
/// were any, half of them stored vectors, each without itself.
extension LSHIndex {
  static let samplesWanted = 384
  private static let samplesPerStep = 16
  private static let widths = [10, 50]
  private static let checkedTarget = 0.95

  /// What the last samples said of the recall that answers state.
  public var calibration: Calibration { model.calibration }

  /// - Returns: whether there was something to do.
  mutating func calibrate() -> Bool {
    guard count >= Self.fewestParted else { return false }
    if 2 * count < model.fittedAt || count > 2 * model.fittedAt { model.restart(at: count) }
    let isLearning = model.tally.samples < Self.samplesWanted
    if !isLearning, model.calibration.answers >= Calibration.wanted { return false }
    let questions = (0..<Self.samplesPerStep).map { _ in sampledQuestion() }
    let most = Self.widths.max()! + 1  // a constant
    let truths = vectors.scanAll(most, for: questions.map(\.vector))
    if isLearning {
      for (question, found) in zip(questions, truths) {
        learn(question.vector, found.filter { $0.address != question.itself })
      }
      if model.tally.samples >= Self.samplesWanted { model.fit() }
    } else {
      model.check(checked(questions.map(\.vector), truths))
    }
    return true
  }

  private func checked(_ questions: [UnitVector], _ truths: [[Neighbour]]) -> Calibration {
    var calibration = Calibration()
    let limit = Self.widths[0]
    let answers = search(limit, for: questions, recall: .atLeast(Self.checkedTarget), among: nil)
    for (answer, truth) in zip(answers, truths) where !truth.isEmpty {
      let nearest = Set(truth.prefix(limit).map(\.address))
      let found = Double(answer.found.count { nearest.contains($0.address) }) / Double(nearest.count)
      calibration.answers += 1
      calibration.stated += answer.recall
      calibration.found += found
      calibration.error += abs(answer.recall - found)
      calibration.below += found < Self.checkedTarget ? 1 : 0
    }
    return calibration
  }

  private mutating func sampledQuestion() -> (vector: UnitVector, itself: ContentAddress?) {
    if !asked.isEmpty, Bool.random(using: &random) { return (asked.randomElement(using: &random)!, nil) }  // not empty
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
      let neighbours = truth.prefix(width)
      let distances = cells.distances(scores, threshold: neighbours.last!.score)  // `width` is above 0
      var entries = [Double](repeating: 0, count: RecallModel.bins)
      var found = entries
      for cell in 0..<cells.count { entries[RecallModel.bin(distances[cell])] += Double(cells.weights[cell]) }
      for neighbour in neighbours {
        guard let slot = vectors.slot(of: neighbour.address) else { continue }
        let home = cells.homes(of: slot)
        let second = home.second == CellSet.none ? Float.infinity : distances[Int(home.second)]
        found[RecallModel.bin(min(distances[Int(home.first)], second))] += 1
      }
      model.tally.add(entries: entries, neighbours: found)
    }
  }
}

extension CellSet {
  /// u of each cell: see `RecallModel`.
  func distances(_ scores: [Float], threshold: Float) -> [Float] {
    (0..<count).map { (threshold - alphas[$0] * scores[$0]) * inverseSpreads[$0] }
  }
}
