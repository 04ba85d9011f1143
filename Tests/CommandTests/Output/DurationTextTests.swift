internal import FreshetCommand
import Testing

@Suite struct DurationTextTests {
  @Test(arguments: [
    ("300ms", 300), ("5s", 5_000), ("1.5s", 1_500), ("10m", 600_000), ("2h", 7_200_000), ("1d", 86_400_000), ("0s", 0),
    ("100000d", 8_640_000_000_000),
  ])
  func `a number with its unit is a duration`(text: String, milliseconds: Int) {
    #expect(DurationText(text)?.duration == .milliseconds(milliseconds))
  }

  @Test(arguments: [
    "", "5", "s", "5 s", "-5s", "5w", "1e3s", ".5s", "5s ", "100001d", "99999999999999999999999d", "٥s",
  ])
  func `anything else is none`(text: String) {
    #expect(DurationText(text) == nil)
  }

  @Test func `a duration is printed in its largest whole unit`() {
    let texts = ["0s", "1ms", "999ms", "1s", "61s", "90m", "36h", "7d"]
    #expect(texts.map { DurationText($0)?.description } == texts)
    #expect(DurationText("120s")?.description == "2m")
    #expect(DurationText("24h")?.description == "1d")
  }
}
