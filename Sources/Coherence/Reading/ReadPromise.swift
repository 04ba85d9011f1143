package import FreshetCorpus

/// Decides whether a committed state of the store is fresh enough for the consistency level that a read asks for.
///
/// Read the clock (`now`) after reading that state. Then a timestamp in the state that is later than `now` proves that
/// the clock has been set back since. Such a timestamp says nothing about age, so it can't show that the state is
/// fresh.
package enum ReadPromise {
  package enum Verdict: Hashable, Sendable {
    case kept
    /// The state isn't fresh enough. Every change up to `watermark` is recorded; nil if there is no source, or if for
    /// some source no such time up to `now` is known.
    case broken(why: String, watermark: Timestamp?)
  }

  /// Judges a read of bounded staleness. The verdict is `kept` if every change older than `limit` is indexed: no
  /// document known to have changed before `now` − `limit` awaits indexing, and every source's watermark is at least
  /// that recent.
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
        "the clock was set back: changes of the source \(source.source) are recorded up to \($0), which is in the future"
      } ?? "no scan of the source \(source.source) has ever finished"
    }
    if now.duration(since: mark) <= limit { return nil }
    return "changes of the source \(source.source) are recorded up to \(mark), more than \(limit) ago"
      + condition(of: source)
  }

  private static func doubt(about mark: DocumentMark, _ limit: Duration, now: Timestamp) -> String? {
    if mark.since > now {
      return "the clock was set back: \(mark.id) is known to have changed at \(mark.since), which is in the future"
    }
    if now.duration(since: mark.since) <= limit { return nil }
    return "\(mark.id) is known to have changed at \(mark.since), more than \(limit) ago, and isn't indexed yet"
  }

  private static func condition(of source: SourceFreshness) -> String {
    switch source.health {
    case nil: ": no process watches the source"
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
