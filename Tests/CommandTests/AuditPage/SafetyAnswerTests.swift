internal import Freshet
internal import FreshetCommand
import Testing

/// The sentence that the page begins with.
@Suite struct SafetyAnswerTests {
  private func answer(
    _ states: [AuditState], _ findings: [AuditFinding] = [], known: Set<AuditFinding> = []
  ) -> SafetyAnswer {
    let verdicts = states.enumerated().map { SampleReport.verdict("d\($0).md", $1) }
    return SafetyAnswer(SampleReport.report(with: findings, on: verdicts), known: known)
  }

  private let stale = SampleReport.finding(.stale, "d0.md")
  private let unverified = SampleReport.finding(.unverified, "d1.md", next: .examine(thoroughly: false))

  @Test func `nothing found is a yes`() {
    let yes = answer([.fresh, .drifted, .fresh])
    #expect(yes.word == "Yes")
    #expect(
      yes.sentence == "All 3 documents are in step with their sources, and there are no errors or warnings.")
    #expect(yes.commands.isEmpty)
  }

  @Test func `warnings alone are a yes with warnings`() {
    let warned = answer([.fresh, .unverified], [unverified])
    #expect(warned.word == "Yes, but with warnings")
    #expect(warned.sentence == "1 of 2 documents is in step with its source, and there is 1 warning.")
  }

  @Test func `an error is a no, and its command comes first`() {
    let no = answer([.stale, .unverified, .fresh, .fresh], [unverified, stale, unverified])
    #expect(no.word == "No")
    #expect(no.sentence == "There is 1 error and 2 warnings: 2 of 4 documents are in step with their sources.")
    #expect(no.commands.map(\.command) == ["freshet reindex", "freshet doctor"])
    #expect(no.commands.map(\.findings) == [1, 2])
  }

  @Test func `what is known doesn't count, and is named`() {
    let yes = answer([.stale, .fresh], [stale], known: [stale])
    #expect(yes.verdict == .safe)
    #expect(
      yes.sentence == """
        1 of 2 documents is in step with its source, and there are no errors or warnings; 1 known finding \
        accepted by the baseline.
        """)
  }

  @Test func `an index of nothing says that it is one`() {
    #expect(
      answer([]).sentence
        == "No document is in the index or in its sources, and there are no errors or warnings.")
    #expect(answer([.stale], [stale]).sentence == "There is 1 error: the one document is out of step with its source.")
  }
}
