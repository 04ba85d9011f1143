internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// Collects reasons why a search without hits doesn't prove that no document contains the text.
struct SearchDoubts {
  let counts: DocumentCounts
  let awaitingVectors: Int
  let lostCount: Int
  let comparesWordsOnly: Bool
  let sources: SourceSet
  let records: [SourceRecord]
  let freshness: StoreFreshness

  var sentences: [AdvisedText] { ofSources + ofDocuments + ofSearch }

  private var ofSources: [AdvisedText] {
    sources.all.flatMap { source in
      var reasons: [AdvisedText] = []
      let name = sources.all.count == 1 ? "the documents' folder" : "the folder of \(source.name)"
      if records.first(where: { $0.name == source.name })?.scannedAt == nil {
        reasons.append("no scan of \(name) has ever finished")
      }
      if let why = records.first(where: { $0.name == source.name })?.held {
        reasons.append("the removal of documents of \(name) is held back: \(DeletionHold.message(recorded: why))")
      }
      if !StoreLocation.isFolder(source.root) { reasons.append("\(name) can't be listed") }
      switch freshness.sources.first(where: { $0.source == source.name })?.health {
      case .catchingUp(let why)?:
        reasons.append("changes of \(name) may have been missed, and a new scan is under way: \(why)")
      case .blind(let why)?: reasons.append("\(name) can't be watched: \(why)")
      default: break
      }
      return reasons
    }
  }

  private var ofDocuments: [AdvisedText] {
    var reasons: [AdvisedText] = []
    if counts.pending > 0 {
      reasons.append("\(counts.pending.counted("document is", "documents are")) not indexed yet")
    }
    if counts.failed > 0 { reasons.append("\(counts.failed.counted("document")) could not be indexed") }
    for reason in SkipReason.allCases where reason.hidesText {
      if let count = counts.skipped[reason] {
        let entries = count.counted("entry was", "entries were")
        let forms = reason == .undecodable ? forms(of: count) : ""
        reasons.append("\(entries) skipped as \(reason.rawValue)\(forms)")
      }
    }
    return reasons
  }

  /// The numbers of undecodable files by format, for example " (2 PDF, 1 UTF-16)". A file has no known format if the
  /// next reindexing must still classify it, or if its name isn't UTF-8.
  private func forms(of count: Int) -> String {
    let known = counts.unread.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) \($0.key.title)" }
    let rest = count - counts.unread.values.reduce(0, +)
    let unclassified = "\(rest) of a format that the next reindex must determine, or with a name that isn't UTF-8"
    let parts = known + (rest > 0 ? [unclassified] : [])
    return " (\(parts.joined(separator: ", ")))"
  }

  private var ofSearch: [AdvisedText] {
    var reasons: [AdvisedText] = []
    if awaitingVectors > 0 {
      let passages = awaitingVectors.counted("passage awaits its vector", "passages await their vectors")
      reasons.append("\(passages): only their words are searched")
    }
    if lostCount > 0 {
      reasons.append(
        "\(lostCount.counted("passage has", "passages have")) no usable vector: \(run: .reindex(all: true))")
    }
    if comparesWordsOnly { reasons.append("the hashing embedder compares words, not meaning") }
    return reasons
  }
}
