package import FreshetCorpus

/// Decides from one committed state of the store whether a read may be answered as it was asked.
///
/// `now` must be taken after that state was read. Then every moment of the state that lies after `now` was written
/// before the clock was set back. Such a moment says nothing about age, and keeps no promise.
package enum ReadPromise {
  package enum Verdict: Hashable, Sendable {
    case kept
    /// `watermark`: every change up to it is recorded. Nil when a source was never scanned to its end, or only after
    /// `now`.
    case broken(why: String, watermark: Timestamp?)
  }

  /// Kept if no document that changed more than `limit` ago awaits indexing, and the changes of every source are
  /// recorded at least until then.
  package static func bounded(_ limit: Duration, _ freshness: StoreFreshness, now: Timestamp) -> Verdict {
    let watermark = watermark(of: freshness, now: now)
    for source in freshness.sources {
      if let why = doubt(about: source, limit, now: now) { return .broken(why: why, watermark: watermark) }
    }
    if let mark = freshness.oldestMark, let why = doubt(about: mark, limit, now: now) {
      return .broken(why: why, watermark: watermark)
    }
    return .kept
  }

  private static func doubt(about source: SourceFreshness, _ limit: Duration, now: Timestamp) -> String? {
    guard let mark = mark(of: source, now: now) else {
      return source.watermark.map {
        "the clock went back: changes of the source \(source.source) are recorded up to \($0), after now"
      } ?? "the source \(source.source) was never scanned to its end"
    }
    if now.duration(since: mark) <= limit { return nil }
    return "changes of the source \(source.source) are recorded up to \(mark), more than \(limit) ago"
      + condition(of: source)
  }

  private static func doubt(about mark: DocumentMark, _ limit: Duration, now: Timestamp) -> String? {
    if mark.since > now {
      return "the clock went back: \(mark.id) is known to have changed at \(mark.since), after now"
    }
    if now.duration(since: mark.since) <= limit { return nil }
    return "\(mark.id) is known to have changed at \(mark.since), more than \(limit) ago, and isn't indexed yet"
  }

  private static func condition(of source: SourceFreshness) -> String {
    switch source.health {
    case nil: ": nobody watches it"
    case .watching: ""
    case .polling(let interval, let why): ": Freshet lists it every \(interval), because \(why)"
    case .catchingUp(let why), .blind(let why): ": \(why)"
    }
  }

  private static func watermark(of freshness: StoreFreshness, now: Timestamp) -> Timestamp? {
    let marks = freshness.sources.map { mark(of: $0, now: now) }
    return marks.contains(nil) ? nil : marks.compactMap { $0 }.min()
  }

  private static func mark(of source: SourceFreshness, now: Timestamp) -> Timestamp? {
    [source.upTo, source.scannedAt].compactMap { $0 }.filter { $0 <= now }.max()
  }
}
