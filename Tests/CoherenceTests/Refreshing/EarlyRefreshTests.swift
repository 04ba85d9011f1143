internal import FreshetCoherence
internal import FreshetCorpus
internal import Foundation
import Testing

/// XFetch: a read that comes `t` before the soft limit begins a verification with the chance exp(−t/βδ).
@Suite struct EarlyRefreshTests {
  private static let softTTL = Duration.seconds(1000)
  private static let now = Timestamp(nanoseconds: 0) + .seconds(1_000_000)
  private static let cost = Duration.seconds(2)

  /// Kolmogorov and Smirnov: sup |F̂ − F| of n draws exceeds 1.95 / √n once in a thousand.
  @Test(arguments: [0.5, 1, 3]) func `the head starts of reads are distributed as exp(−t/βδ) says`(beta: Double) {
    let count = 1500
    let scale = beta * 2
    let headStarts = (0..<count).map { Self.headStart(of: DocumentID(path: "notes/\($0).md"), beta: beta) }
    let distance = kolmogorovSmirnovDistance(headStarts) { 1 - exp(-$0 / scale) }
    #expect(distance < 1.95 / Double(count).squareRoot(), "beta \(beta)")
  }

  @Test func `the head starts of the reads of one document are so distributed, too`() {
    let count = 1500
    let headStarts = (0..<count).map {
      Self.headStart(of: DocumentID(path: "a"), beta: 1, now: Self.now + .milliseconds($0))
    }
    #expect(kolmogorovSmirnovDistance(headStarts) { 1 - exp(-$0 / 2) } < 1.95 / Double(count).squareRoot())
  }

  @Test func `what costs more is begun earlier: the cost is learned for each document`() {
    let costs = [Duration.seconds(1), .seconds(9)]
    let id = DocumentID(path: "a")
    let headStarts = costs.map { Self.headStart(of: id, beta: 1, costs: [.seconds(1), $0]) }
    // 1 s, and 1 s + (9 s − 1 s) / 4.
    #expect(abs(headStarts[1] / headStarts[0] - 3) < 1e-6)
  }

  /// How long before the limit a read at `now` begins a verification, in seconds: found by halving.
  private static func headStart(
    of id: DocumentID, beta: Double, costs: [Duration] = [cost], now: Timestamp = now
  ) -> Double {
    var (low, high) = (0.0, 200.0)
    for _ in 0..<36 {
      let middle = (low + high) / 2
      if isEarly(id, by: middle, beta, costs, now) { low = middle } else { high = middle }
    }
    return low
  }

  private static func isEarly(
    _ id: DocumentID, by seconds: Double, _ beta: Double, _ costs: [Duration], _ now: Timestamp
  ) -> Bool {
    var policy = RefreshAhead(softTTL: softTTL, hardTTL: softTTL * 2, beta: beta, budget: 1, seed: 7)
    let verifiedAt = now + .seconds(seconds) + (.zero - softTTL)
    for cost in costs { _ = policy.handle(.verified(id, at: verifiedAt, cost: cost), now: verifiedAt) }
    return policy.handle(.asked(id), now: now) == [.refresh([id], .whole)]
  }
}
