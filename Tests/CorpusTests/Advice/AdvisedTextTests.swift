import FreshetCorpus
import Testing

/// Sentences that say what helps as values.
@Suite struct AdvisedTextTests {
  private struct Damage: Error, Advising {
    var message: AdvisedText { "it is damaged: \(run: .reindex(all: true))" }
  }

  @Test func `a sentence keeps its remedies in their places, and each face words them`() {
    let text: AdvisedText = "move \("it") away and \(run: .reindex(all: false)); \(Remedy.watch) helps, too"
    #expect(text.remedies == [.reindex(all: false), .watch])
    #expect(text.description == "move it away and reindex; a watch helps, too")
    #expect(text.worded(run: { _ in "RUN" }, named: { _ in "NAME" }) == "move it away and RUN; NAME helps, too")
  }

  @Test func `what advises keeps its remedies in another sentence`() {
    let error: any Error = Damage()
    let text: AdvisedText = "the first: \(error)"
    #expect(text.remedies == [.reindex(all: true)])
    #expect(AdvisedText(error) == "it is damaged: \(run: .reindex(all: true))")
    #expect("\(error)" as String == "it is damaged: reindex everything")
    #expect(AdvisedText(CancellationError()).remedies.isEmpty)
  }

  @Test func `sentences with the same words and remedies are the same, however they were put together`() {
    let (one, two): (AdvisedText, AdvisedText) = ("a\("b")c \(Remedy.sync)", "ab" + "c " + "\(Remedy.sync)")
    #expect(one == two)
    #expect([one, "d"].joined(separator: "; ") == "abc \(Remedy.sync); d")
    #expect(([] as [AdvisedText]).joined(separator: "; ").isEmpty)
  }

  @Test func `an array of sentences prints as one of texts does`() {
    #expect("\(["a", "b"] as [AdvisedText])" as String == #"["a", "b"]"#)
  }
}
