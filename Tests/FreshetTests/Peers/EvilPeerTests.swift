import FreshetCorpus
import Foundation
import Freshet
import Testing

/// A peer that lies: each lie is refused by name, in time, and leaves the honest store sound and as it was.
@Suite struct EvilPeerTests {
  @Test(arguments: AnswerLies.all + QuestionLies.all)
  func `a lie is refused by name, and nothing of it is kept`(_ lie: Lie) async throws {
    let world = try await PeerWorld()
    let (before, memory) = (try await world.honest.texts(), try world.memory())
    let theirs = try await world.peer.texts()
    let started = ContinuousClock.now
    let (failure, summary) = try await world.exchange(lie)
    #expect(ContinuousClock.now - started < .seconds(10))
    try await expect(lie, failure, summary, world)
    let after = try await world.honest.texts()
    #expect(before.allSatisfy { after[$0.key] == $0.value }, "what was there stays")
    #expect(
      after.allSatisfy { before[$0.key] == $0.value || theirs[$0.key] == $0.value }, "nothing of the lie is served")
    if case .leftOut = lie.outcome {} else { #expect(try world.memory() == memory, "nothing counts as seen") }
    #expect(try await world.honest.audit(verifyingBytes: true).isCoherent, "what was kept is sound")
  }

  private func expect(
    _ lie: Lie, _ failure: (any Error)?, _ summary: SyncSummary?, _ world: PeerWorld
  ) async throws {
    switch lie.outcome {
    case .refused(let words):
      guard case FreshetError.untrustworthyReplica(let what)? = failure else {
        Issue.record("not refused: \(failure.map { "\($0)" } ?? "nothing was noticed")")
        return
      }
      #expect(words.isEmpty ? !what.isEmpty : what.contains(words))
    case .otherProtocol:
      guard case FreshetError.otherProtocol? = failure else {
        Issue.record("not refused: \(failure.map { "\($0)" } ?? "nothing was noticed")")
        return
      }
    case .leftOut(let reason):
      #expect(failure == nil)
      #expect(summary?.refusals.map(\.reason) == [reason])
    }
  }

  @Test func `there are at least eighty lies, on both sides`() {
    #expect(AnswerLies.all.count >= 80)
    #expect(QuestionLies.all.count >= 50)
    let names = (AnswerLies.all + QuestionLies.all).map(\.testDescription)
    #expect(Set(names).count == names.count)
  }
}
