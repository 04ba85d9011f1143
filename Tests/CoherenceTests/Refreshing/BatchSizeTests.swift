internal import FreshetCoherence
import Testing

/// The size of a reindexing's batches.
struct BatchSizeTests {
  /// The sizes of batches of an embedder that takes this long for each passage.
  private func sizes(_ batches: Int, each: Duration) -> [Int] {
    var size = BatchSize()
    return (0..<batches).map { _ in
      let passages = size.passages
      size.learn(passages, took: each * passages)
      return passages
    }
  }

  @Test func `a quick embedder gets larger batches, up to the limit`() {
    #expect(sizes(7, each: .microseconds(10)) == [128, 256, 512, 1_024, 2_048, 2_048, 2_048])
  }

  @Test func `batches grow to between half a second and a second`() {
    #expect(sizes(5, each: .microseconds(800)) == [128, 256, 512, 1_024, 1_024])
  }

  @Test func `a slow embedder keeps the least`() {
    #expect(sizes(3, each: .milliseconds(10)) == [128, 128, 128])
  }

  @Test func `an embedder that becomes slow gets smaller batches`() {
    var size = BatchSize()
    for _ in 0..<4 { size.learn(size.passages, took: .milliseconds(1)) }
    #expect(size.passages == 2_048)
    size.learn(2_048, took: .seconds(3))
    #expect(size.passages == 1_024)
  }

  @Test func `an incomplete batch doesn't make the next larger`() {
    var size = BatchSize()
    size.learn(5, took: .milliseconds(1))
    #expect(size.passages == 128)
  }
}
