import Testing

@testable import FreshetCommand

@Suite struct PrintedLinesTests {
  /// Where each line costs as much as all lines before it, this takes hours.
  @Test(.timeLimit(.minutes(1)))
  func `many lines are printed in linear time`() {
    let lines = (0..<200_000).map { "question \($0) found \($0)" as PrintedText }
    let text = lines.asLines.rendered(onTerminal: false)
    #expect(text.utf8.count == (0..<200_000).reduce(0) { $0 + "question \($1) found \($1)\n".utf8.count })
    #expect(text.hasPrefix("question 0 found 0\nquestion 1 found 1\n"))
  }
}
