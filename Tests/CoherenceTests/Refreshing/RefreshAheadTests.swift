internal import FreshetCoherence
internal import FreshetCorpus
import Testing

/// A document should be verified after 10 ticks, and is suspect after 20. The head start of a read is 2 ticks (what `v`
/// took) times −ln of the draw for that document and moment.
@Suite struct RefreshAheadTests {
  private static func policy(beta: Double = 1, budget: Int = 2, hardTTL: Int = 20) -> RefreshAhead {
    RefreshAhead(
      softTTL: Timeline.tick * 10, hardTTL: Timeline.tick * hardTTL, beta: beta, budget: budget,
      rest: CoherencePolicyTests.rest, retries: CoherencePolicyTests.retries, seed: 7)
  }

  private func tell(_ policy: RefreshAhead, _ rows: String..., sourceLocation: SourceLocation = #_sourceLocation) {
    let story = rows.joined(separator: "\n")
    let played = Timeline.played(story, by: policy)
    #expect(played == story, "\(played)", sourceLocation: sourceLocation)
  }

  @Test func `a document that nobody asks for is verified when it comes to the soft limit`() {
    tell(
      Self.policy(),
      "a   v............s.............",
      "a>  ..........r.........r......")
  }

  @Test func `one refresh of a document is in flight, no matter who asks`() {
    tell(
      Self.policy(),
      "a   v.........qqqq.s......",
      "a>  ..........r.........r.")
  }

  @Test func `a document that was never verified is verified when it is asked for`() {
    tell(
      Self.policy(),
      "a   .q..s..........",
      "a>  .r.........r...")
  }

  @Test func `reads begin a verification early, by chance, and the next age counts from its beginning`() {
    tell(
      Self.policy(beta: 2),
      "a   vqqqqqqqqqqqs..............",
      "a>  .....r.........r.........x.")
  }

  @Test func `a smaller beta begins later`() {
    tell(
      Self.policy(beta: 0.001),
      "a   vqqqqqqqqqqqs..............",
      "a>  ..........r.........r......")
  }

  @Test func `past the hard limit a document is suspect, once, until it is verified`() {
    tell(
      Self.policy(),
      "a   v..........................s......",
      "a>  ..........r.........x......r..x...")
  }

  @Test func `a refresh that fails keeps the old version and is tried again, and it still expires in time`() {
    tell(
      Self.policy(),
      "a   v............f.....f......s.........",
      "a>  ..........r..b...r.bx.r.........r...")
  }

  @Test func `a document that expires again after a verification is suspect again`() {
    tell(
      Self.policy(),
      "a   v....................v.......................",
      "a>  ..........r.........x....................x...")
  }

  @Test func `the oldest are verified first, as many at a time as the budget allows`() {
    tell(
      Self.policy(budget: 1),
      "b   v............s..............",
      "a   .v..............s...........",
      "d   ..v.........................",
      "b>  ..........r.................",
      "a>  .............r..............",
      "d>  ................r.....x.....")
  }

  @Test func `the budget bounds all refreshes, and a change comes before age`() {
    tell(
      Self.policy(budget: 1, hardTTL: 1000),
      "a   v...............s......",
      "b   v......................",
      "d   .............c......s..",
      "a>  ..........r............",
      "b>  ....................r..",
      "d>  ................r......")
  }

  @Test func `a change is refreshed when it has rested, whatever its age`() {
    tell(
      Self.policy(),
      "a   v..c..s..............",
      "a>  .....r.........r.....")
  }

  @Test func `a document that is gone is no longer verified, and doesn't expire`() {
    tell(
      Self.policy(),
      "a   v..........g.............................",
      "a>  ..........r..............................")
  }

  @Test func `a document that was retired and came back is verified as before`() {
    tell(
      Self.policy(),
      "a   v..........g...c..s..................",
      "a>  ..........r......r.........r.........")
  }

  @Test func `what is verified by others needs no refresh before it is old again`() {
    tell(
      Self.policy(),
      "a   v....v....................",
      "a>  ...............r.........x")
  }

  @Test func `a dead letter isn't verified for its age, until somebody else has verified it`() {
    tell(
      Self.policy(),
      "a   v............f.....f.....f.qq..v............",
      "a>  ..........r..b...r.bx.r..B...............r..")
  }
}
