package import Freshet

/// Estimates how long a reindexing still takes, from its progress so far.
///
/// Two things go on side by side: documents are read and their texts stored, and passages are embedded. The later end of
/// the two counts. Each is expected to go on as fast as it went so far. The documents that are still to be read are
/// expected to need as many new vectors each as those that were read.
package struct RemainingTime {
  /// When the first passage had been embedded, and how many there were then: a rate is measured from there, so that the
  /// time to load the model doesn't count.
  private var firstEmbedded: (at: Double, passages: Int)?

  package init() {}

  /// The seconds that are left at `elapsed` seconds after the start; nil while nothing shows how fast the work goes.
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

  /// Passages a second; nil while only one batch has been embedded.
  private func embeddingRate(after elapsed: Double, _ progress: ReindexProgress) -> Double? {
    guard let first = firstEmbedded, progress.passagesEmbedded > first.passages, elapsed > first.at else { return nil }
    return Double(progress.passagesEmbedded - first.passages) / (elapsed - first.at)
  }
}
