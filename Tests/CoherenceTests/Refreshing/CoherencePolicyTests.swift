internal import FreshetCoherence
internal import FreshetCorpus
import Testing

/// What all three policies do with a change: the same stories for each.
///
/// A document rests for 2 ticks, at most 6. The delays after failures stay below 4 and 8 ticks; the third failure makes
/// it a dead letter. Those drawn for the document "a" are 3.39 and 2.64 ticks.
@Suite struct CoherencePolicyTests {
  static let rest = RestingTime(gap: Timeline.tick * 2, maxDuration: Timeline.tick * 6)
  static let retries = RetrySchedule(base: Timeline.tick * 4, cap: Timeline.tick * 8, maxAttempts: 3)
  static let never = Duration.seconds(1_000_000)

  static let all: [CoherenceSettings] = [
    .writeThrough,
    .writeBehind(maxLag: .seconds(1), maxPending: 1000, batch: 4),
    .refreshAhead(softTTL: never, hardTTL: never, beta: 1, budget: 100),
  ]

  @Test func `settings make the policy that they name`() {
    let names = Self.all.map { "\(type(of: $0.policy(seed: 7)))" }
    #expect(names == ["WriteThrough", "WriteBehind", "RefreshAhead"])
  }

  @Test(arguments: all) func `a change is refreshed when it has been quiet for a while`(_ settings: CoherenceSettings) {
    tell(settings, "a   c.c.......", "a>  ....r.....")
  }

  @Test(arguments: all) func `a file that is rewritten without end is refreshed all the same`(
    _ settings: CoherenceSettings
  ) {
    tell(settings, "a   cccccccscccccccscc", "a>  ......r.......r...")
  }

  @Test(arguments: all) func `nothing begins while a refresh takes its time`(_ settings: CoherenceSettings) {
    tell(settings, "a   c.........s......", "a>  ..r..............")
  }

  @Test(arguments: all) func `a change during a refresh leads to another one`(_ settings: CoherenceSettings) {
    tell(settings, "a   c..c....s...s.....", "a>  ..r.....r.........")
  }

  @Test(arguments: all) func `a change just before the end of a refresh rests as well`(_ settings: CoherenceSettings) {
    tell(settings, "a   c.....cs..s.......", "a>  ..r.....r.........")
  }

  @Test(arguments: all) func `changes during refreshes without end don't delay the next beyond the limit`(
    _ settings: CoherenceSettings
  ) {
    tell(settings, "a   cccccccccsccccccccs....", "a>  ......r......r.....r...")
  }

  @Test(arguments: all) func `a refresh that takes longer than the limit is followed at once when changes went on`(
    _ settings: CoherenceSettings
  ) {
    tell(settings, "a   c..cccccccccsc....", "a>  ..r.........r.....")
  }

  @Test(arguments: all) func `an overtaken document is refreshed again when it has rested`(
    _ settings: CoherenceSettings
  ) {
    tell(settings, "a   c....o.....s......", "a>  ..r....r..........")
  }

  @Test(arguments: all) func `a document that changed and was overtaken is refreshed again, once`(
    _ settings: CoherenceSettings
  ) {
    tell(settings, "a   c..c.o.....s......", "a>  ..r....r..........")
  }

  @Test(arguments: all) func `what is hurried doesn't rest`(_ settings: CoherenceSettings) {
    tell(settings, "a   c.......", "b   .c......", "all ..h.....", "a>  ..r.....", "b>  ..r.....")
  }

  @Test(arguments: all) func `what changes during a refresh and is hurried doesn't rest after it`(
    _ settings: CoherenceSettings
  ) {
    tell(settings, "a   c..chcs....s......", "a>  ..r...r...........")
  }

  @Test(arguments: all) func `what is overtaken and was hurried doesn't rest, once`(_ settings: CoherenceSettings) {
    tell(settings, "a   c..h.o.o.......", "a>  ..r..r...r.....")
  }

  @Test(arguments: all) func `a failing document is retried later and later, and a dead letter in the end`(
    _ settings: CoherenceSettings
  ) {
    tell(settings, "a   c...f.....f....f......", "a>  ..r.b...r.b..r.B......")
  }

  @Test(arguments: all) func `a change revives a dead letter, and it has all its attempts again`(
    _ settings: CoherenceSettings
  ) {
    tell(settings, "a   c...f.....f....f..c...f.....", "a>  ..r.b...r.b..r.B....r.b...r.")
  }

  @Test(arguments: all) func `a document that is refreshed after failures begins anew with its attempts`(
    _ settings: CoherenceSettings
  ) {
    tell(settings, "a   c...f.....s.c...f.....f.....", "a>  ..r.b...r.....r.b...r.b..r..")
  }

  @Test(arguments: all) func `a change ends the wait for another attempt`(_ settings: CoherenceSettings) {
    tell(settings, "a   c...fc...s....", "a>  ..r.b..r......")
  }

  @Test(arguments: all) func `a failure that a change has overtaken isn't recorded`(_ settings: CoherenceSettings) {
    tell(settings, "a   c..c.f...f......", "a>  ..r..r...b...r..")
  }

  @Test(arguments: all) func `a failing document holds up no other`(_ settings: CoherenceSettings) {
    tell(
      settings,
      "a   c...f.....f....f......",
      "b   ...c....s..c....s.....",
      "a>  ..r.b...r.b..r.B......",
      "b>  .....r.......r........")
  }

  @Test(arguments: all) func `documents that are due together are refreshed together, in the order of their changes`(
    _ settings: CoherenceSettings
  ) {
    var policy = settings.policy(rest: Self.rest, retries: Self.retries, seed: 7)
    let ids = ["c", "a", "d", "b"].map { DocumentID(path: $0) }
    for id in ids { _ = policy.handle(.observed(id), now: Timeline.moment(0)) }
    let actions = policy.handle(.timePassed, now: Timeline.moment(2))
    #expect(actions == [.refresh(ids, settings.name == "write-behind" ? .textFirst : .whole)])
  }

  /// Tells the story to the policy that the settings make; `r` stands for its manner of refreshing.
  private func tell(_ settings: CoherenceSettings, _ rows: String..., sourceLocation: SourceLocation = #_sourceLocation)
  {
    let story = rows.joined(separator: "\n")
    let policy = settings.policy(rest: Self.rest, retries: Self.retries, seed: 7)
    let played = Timeline.played(story, by: policy).replacing("t", with: "r")
    #expect(played == story, "\(settings.name):\n\(played)", sourceLocation: sourceLocation)
  }
}
