package import Freshet

/// Estimates how long a reindexing still takes, from its progress so far.
///
/// A reindexing reads documents and embeds passages in parallel, and ends when both are done. So the estimate is the
/// longer of the two remaining times. For each, the average speed until now is assumed to continue. Unread documents
/// are assumed to need as many new vectors per document as the documents that were read.
package struct RemainingTime {
  /// The first progress with embedded passages: the seconds since the start, and the number of embedded passages. The
  /// embedding rate is measured from this moment, so that it doesn't include the time to load the model.
  private var firstEmbedded: (at: Double, passages: Int)?

  package init() {}

  /// Estimates the remaining seconds at `elapsed` seconds after the start. Nil while the speed is unknown: before the
  /// first document is read, or before a second batch of passages is embedded. Records when the first passages were
  /// embedded.
  package mutating func seconds(after elapsed: Double, _ progress: ReindexProgress) -> Double? {
    if firstEmbedded == nil, progress.passagesEmbedded > 0 { firstEmbedded = (elapsed, progress.passagesEmbedded) }
    let (done, all) = (Double(progress.documentsDone), Double(progress.documentsToDo))
    if done == 0, all > 0 { return nil }
    let share = all > 0 ? done / all : 1
    let reading = elapsed * (1 - share) / share
    let found = Double(progress.passagesEmbedded + progress.passagesAwaiting)
    let toEmbed = found / share - Double(progress.passagesEmbedded)
    if toEmbed <= 0 { return reading }
    guard let rate = embeddingRate(after: elapsed, progress) else { return nil }
    return max(reading, toEmbed / rate)
  }

  /// The passages embedded per second; nil until a second batch has been embedded.
  private func embeddingRate(after elapsed: Double, _ progress: ReindexProgress) -> Double? {
    guard let first = firstEmbedded, progress.passagesEmbedded > first.passages, elapsed > first.at else { return nil }
    return Double(progress.passagesEmbedded - first.passages) / (elapsed - first.at)
  }
}
