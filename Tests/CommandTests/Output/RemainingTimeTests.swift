internal import Freshet
internal import FreshetCommand
import Testing

/// The time left that a reindexing shows.
struct RemainingTimeTests {
  /// A run of which everything is known: texts are stored at one rate, and passages embedded at another beside it.
  struct Run: CustomTestStringConvertible {
    let documents: Int
    let passagesEach: Int
    let documentsPerSecond: Double
    let passagesPerSecond: Double
    let testDescription: String

    var textsEnd: Double { Double(documents) / documentsPerSecond }
    var end: Double { max(textsEnd, Double(documents * passagesEach) / passagesPerSecond) }

    func progress(at elapsed: Double) -> ReindexProgress {
      let done = min(documents, Int(elapsed * documentsPerSecond))
      let embedded = min(done * passagesEach, Int(elapsed * passagesPerSecond))
      return ReindexProgress(
        documentsDone: done, documentsToDo: documents, passagesEmbedded: embedded, tokensEmbedded: 40 * embedded,
        passagesAwaiting: done * passagesEach - embedded)
    }
  }

  private static let runs = [
    Run(
      documents: 10_000, passagesEach: 10, documentsPerSecond: 1_000, passagesPerSecond: 100,
      testDescription: "a model that takes nearly all of the time"),
    Run(
      documents: 10_000, passagesEach: 10, documentsPerSecond: 150, passagesPerSecond: 1_000,
      testDescription: "an embedder about as fast as the texts"),
    Run(
      documents: 10_000, passagesEach: 10, documentsPerSecond: 50, passagesPerSecond: 100_000,
      testDescription: "an embedder that takes no time"),
    Run(
      documents: 5_000, passagesEach: 0, documentsPerSecond: 50, passagesPerSecond: 1,
      testDescription: "nothing to embed"),
  ]

  @Test(arguments: runs)
  func `from a tenth on, the time left is right within a factor of two, and falls`(run: Run) throws {
    var remaining = RemainingTime()
    var last = Double.infinity
    for step in 1..<200 {
      let elapsed = run.end * Double(step) / 200
      let left = remaining.seconds(after: elapsed, run.progress(at: elapsed))
      if step < 20 { continue }
      let (stated, actual) = (try #require(left), run.end - elapsed)
      #expect(stated > actual / 2 && stated < actual * 2, "at \(step) of 200: \(stated) s instead of \(actual) s")
      #expect(stated <= last * 1.05, "at \(step) of 200: \(stated) s after \(last) s")
      last = stated
    }
  }

  @Test func `nothing is stated before the first document, nor before the embedder has shown its speed`() {
    var remaining = RemainingTime()
    func progress(_ documents: Int, _ embedded: Int) -> ReindexProgress {
      ReindexProgress(
        documentsDone: documents, documentsToDo: 100, passagesEmbedded: embedded, tokensEmbedded: embedded,
        passagesAwaiting: 500 - embedded)
    }
    #expect(remaining.seconds(after: 1, progress(0, 0)) == nil)
    #expect(remaining.seconds(after: 2, progress(50, 0)) == nil)
    #expect(remaining.seconds(after: 3, progress(100, 100)) == nil)
    #expect(remaining.seconds(after: 4, progress(100, 200)) == 3)
  }
}
