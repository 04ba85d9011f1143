internal import FreshetCoherence
internal import FreshetCorpus
import Testing

/// Vectors may lag by 10 ticks, and 4 passages fill a batch. The delays drawn after failures of the embedder are 3.53 and
/// 6.12 ticks.
@Suite struct WriteBehindTests {
  private static func policy(maxPending: Int = 100) -> WriteBehind {
    WriteBehind(
      maxLag: Timeline.tick * 10, maxPending: maxPending, batch: 4, rest: CoherencePolicyTests.rest,
      retries: CoherencePolicyTests.retries, seed: 7)
  }

  private func tell(_ policy: WriteBehind, _ rows: String..., sourceLocation: SourceLocation = #_sourceLocation) {
    let story = rows.joined(separator: "\n")
    let played = Timeline.played(story, by: policy)
    #expect(played == story, "\(played)", sourceLocation: sourceLocation)
  }

  @Test func `an idle embedder begins at once, however few passages wait`() {
    tell(
      Self.policy(),
      "passages  .3......",
      "embedder  ...e....",
      "embedder> .e......")
  }

  @Test func `after a batch the embedder rests three times as long, and what comes meanwhile is one batch`() {
    tell(
      Self.policy(),
      "passages  .2....1.1.....",
      "embedder  ...e.......e..",
      "embedder> .e.......e....")
  }

  @Test func `a full batch doesn't wait for the end of the rest`() {
    tell(
      Self.policy(),
      "passages  .2....1.3.....",
      "embedder  ...e......e...",
      "embedder> .e......e.....")
  }

  @Test func `what fills more than a batch is embedded batch by batch, one at a time`() {
    tell(
      Self.policy(),
      "passages  .9.................",
      "embedder  ....e...e......e...",
      "embedder> .e..e...e..........")
  }

  @Test func `a long rest ends as much before the deadline as a batch took so far`() {
    tell(
      Self.policy(),
      "passages  4......1............",
      "embedder  ......e..........e..",
      "embedder> e..........e........")
  }

  @Test func `what a batch takes is learned slowly`() {
    // 3 ticks, then 3 + (7 − 3) / 4 = 4.
    tell(
      Self.policy(),
      "passages  4...4..........1..........",
      "embedder  ...e.......e..............",
      "embedder> e...e................e....")
  }

  @Test func `a passage that comes while a batch is in flight waits for the next`() {
    tell(
      Self.policy(),
      "passages  2..1............",
      "embedder  ....e..........e",
      "embedder> e........e......")
  }

  @Test func `a passage that comes when the rest ends goes along`() {
    tell(
      Self.policy(),
      "passages  4.....1.....1...",
      "embedder  ...e..........e.",
      "embedder> e...........e...")
  }

  @Test func `the next batch waits for the level when that comes after the end`() {
    tell(
      Self.policy(),
      "passages  5...............",
      "embedder  ...E............",
      "embedder> e......e........")
  }

  @Test func `an embedder that is down is tried again later and later, and documents go on`() {
    tell(
      Self.policy(),
      "passages  4.......................",
      "embedder  ..x...x.................",
      "a         .c....s.................",
      "embedder> e.....e......e..........",
      "a>        ...t....................")
  }

  @Test func `an embedder that comes back is trusted again at once`() {
    tell(
      Self.policy(),
      "passages  8...............",
      "embedder  ..x......e.x....",
      "embedder> e.....e..e.....e")
  }

  @Test func `no document is begun while too many passages wait, and those that wait begin when there is room`() {
    tell(
      Self.policy(maxPending: 6),
      "passages  6...................",
      "a         .c.....c.....s......",
      "b         ...c................",
      "embedder  ..........e.........",
      "embedder> e.........e.........",
      "a>        ..........t.........",
      "b>        ..........t.........",
      "admits>   -.........+.........")
  }

  @Test func `hurry doesn't lift the bound`() {
    tell(
      Self.policy(maxPending: 6),
      "passages  6.............",
      "a         .c.h..........",
      "embedder  ..........e...",
      "embedder> e.........e...",
      "a>        ..........t...")
  }

  @Test func `documents in flight count for a passage each`() {
    tell(
      Self.policy(maxPending: 6),
      "passages  4.............",
      "a         .c.......s....",
      "b         .c............",
      "d         .c............",
      "a>        ...t..........",
      "b>        ...t..........",
      "d>        .........t....")
  }
}
