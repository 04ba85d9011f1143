internal import FreshetCorpus
import Testing

/// Numbers and nouns of messages.
@Suite struct CountedNounTests {
  @Test(arguments: [(0, "0 documents"), (1, "1 document"), (2, "2 documents"), (-1, "-1 documents")])
  func `a noun agrees with its number`(count: Int, expected: String) {
    #expect(count.counted("document") == expected)
  }

  @Test func `a phrase can have a plural of its own`() {
    #expect([1, 3].map { $0.counted("entry is", "entries are") } == ["1 entry is", "3 entries are"])
  }
}
