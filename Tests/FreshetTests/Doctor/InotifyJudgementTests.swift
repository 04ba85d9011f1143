import Testing
import FreshetWatching
@testable import Freshet

struct InotifyJudgementTests {
  private func judge(
    watches: Int = 1_000, instances: Int = 128, queuedEvents: Int = 16_384, use: InotifyUse = InotifyUse(),
    folders: Int,
    sources: Int = 1
  ) -> [HealthFinding] {
    InotifyCheck.judge(
      InotifyLimits(watches: watches, instances: instances, queuedEvents: queuedEvents), use: use, folders: folders,
      sources: sources)
  }

  @Test func `a tiny limit is a warning, and its cure is enough`() {
    let findings = judge(watches: 8, folders: 20)
    #expect(
      findings == [
        HealthFinding(
          .warning, "inotify",
          "0 of 8 watches and 0 of 128 instances are in use; the sources need 21 more watches, so Freshet will scan the "
            + "sources periodically instead",
          cure: "run `sysctl fs.inotify.max_user_watches=42`, and write it into /etc/sysctl.d")
      ])
    #expect(judge(watches: 42, folders: 20).map(\.verdict) == [.ok])
  }

  @Test func `what others watch counts`() {
    #expect(judge(use: InotifyUse(watches: 900, instances: 3), folders: 99).map(\.verdict) == [.ok])
    #expect(judge(use: InotifyUse(watches: 900, instances: 3), folders: 100).map(\.verdict) == [.warning])
    #expect(judge(use: InotifyUse(watches: 9, instances: 128), folders: 1).map(\.verdict) == [.warning])
  }

  @Test func `a short queue is worth knowing`() {
    #expect(judge(queuedEvents: 64, folders: 1).map(\.verdict) == [.note])
  }

  @Test func `all that is lacking is reported`() {
    let findings = judge(watches: 1, instances: 1, queuedEvents: 1, folders: 5, sources: 2)
    #expect(findings.map(\.verdict) == [.warning, .warning, .note])
  }

  @Test func `this user's limits and watches can be read`() throws {
    let limits = try #require(InotifyLimits.ofThisUser())
    #expect(limits.watches > 0 && limits.instances > 0 && limits.queuedEvents > 0)
    #expect(InotifyUse.ofThisUser().instances <= limits.instances)
  }
}
