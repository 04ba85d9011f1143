internal import FreshetCorpus

extension SkippedDocument {
  /// The skipped entries that may contain text, sorted by document.
  static func hidingText(_ entries: [DocumentID: SkipRecord]) -> [SkippedDocument] {
    entries.filter(\.value.reason.hidesText)
      .map { SkippedDocument(document: $0.key, reason: $0.value.reason, text: $0.value.text) }
      .sorted { $0.document < $1.document }
  }
}
