internal import FreshetCorpus

/// Decides when to embed the next batch of passages. One batch is in flight at a time.
///
/// A full batch begins at once. An incomplete batch begins at once, too, if the embedder has been idle for `restFactor`
/// times as long as its last batch took. So a lone edit gets its vector without delay, edits that follow each other
/// quickly are collected, and incomplete batches take at most a quarter of the embedder's time. In any case, a batch
/// begins early enough that the oldest waiting passage should get its vector within `maxLag`; the estimate is the
/// average duration of earlier batches.
///
/// The backlog is an absolute number that includes the passages being embedded. So the owner must measure it again once
/// a batch's vectors are stored, before or after `end`; the next batch doesn't begin before that.
struct EmbeddingPace: Sendable {
  private let maxLag: Duration
  private let batch: Int
  private let retries: RetrySchedule
  private let chance: SeededChance

  private(set) var backlog = Backlog.empty
  private var isInFlight = false
  private var isMeasured = true
  private var took = LearnedDuration()
  /// When the embedder has been idle long enough since its last batch that an incomplete batch may begin.
  private var idleFrom = Timestamp(nanoseconds: .min)
  private var longestRest = Duration.zero
  private var attempts = 0
  private var notBefore = Timestamp(nanoseconds: .min)
  private static let restFactor = 3

  init(maxLag: Duration, batch: Int, retries: RetrySchedule, seed: UInt64) {
    precondition(maxLag >= .zero && batch > 0, "a lag of \(maxLag), a batch of \(batch)")
    self.maxLag = maxLag
    self.batch = batch
    self.retries = retries
    chance = SeededChance(seed: seed)
  }

  /// When to begin the next batch. Nil while a batch is in flight, until the backlog is measured again, and while the
  /// backlog is empty.
  var dueAt: Timestamp? {
    guard !isInFlight, isMeasured, backlog.passages > 0 else { return nil }
    if backlog.passages >= batch { return notBefore }
    guard let oldest = backlog.oldest else { return notBefore }
    return max(notBefore, min(idleFrom, oldest + (maxLag - (took.average ?? .zero))))
  }

  mutating func measure(_ level: Backlog) {
    backlog = level
    isMeasured = true
  }

  mutating func beginDue(now: Timestamp) -> [RefreshAction] {
    // If the clock was set back, `notBefore` can lie too far ahead.
    notBefore = min(notBefore, now + retries.cap)
    idleFrom = min(idleFrom, now + longestRest)
    guard let dueAt, dueAt <= now else { return [] }
    isInFlight = true
    isMeasured = false
    return [.embed(passages: batch)]
  }

  /// Ends the batch in flight. A failed batch is retried without limit: meanwhile, readers find its passages by lexical
  /// search.
  mutating func end(failure: String?, took: Duration, now: Timestamp) {
    precondition(isInFlight, "no embedding is in flight that can end")
    isInFlight = false
    longestRest = took * Self.restFactor
    idleFrom = now + longestRest
    if failure == nil {
      self.took.learn(took)
      attempts = 0
      notBefore = Timestamp(nanoseconds: .min)
    } else {
      isMeasured = true
      attempts += 1
      notBefore = now + retries.delay(after: attempts, chance: chance.draw(UInt64(attempts)))
    }
  }
}
