internal import Dispatch
internal import Foundation
internal import Freshet
internal import FreshetWire
internal import Synchronization

/// Prints the events of a watch: as JSON lines on standard output, and as lines for people on standard error. On a
/// terminal, a status line below them shows the present state.
///
/// The watch's tasks send the events and must not wait for a slow reader. So a dispatch queue writes them. If
/// `backlogLimit` events are waiting there, the report drops further ones, and the JSON says how many.
final class WatchReport: Sendable {
  fileprivate static let backlogLimit = 8_192

  fileprivate struct State {
    var lags = LagWindow()
    var health: [String: WatchHealth] = [:]
    var waiting = 0
    var dropped = 0
    var hasLostLines = false
    var statusLine: String?
  }

  /// Whether the terminal shows a status line.
  let isLive: Bool
  private let printsJSON: Bool
  private let isQuiet: Bool
  private let state = Mutex(State())
  private let writing = DispatchQueue(label: "freshet.watch")

  init(printsJSON: Bool, isQuiet: Bool) {
    self.printsJSON = printsJSON
    self.isQuiet = isQuiet
    isLive = Terminal.isInteractive && !isQuiet
  }

  func add(_ event: WatchEvent) {
    let now = systemClock()
    let (line, isTaken, dropped) = state.withLock { $0.take(event) }
    guard isTaken else { return }
    writing.async { [self] in
      if printsJSON, dropped > 0 { write(WatchEventObject(dropped: dropped, at: now)) }
      if printsJSON { write(WatchEventObject(event, at: now)) }
      if let line, !isQuiet || event.isTrouble { tell(line) }
      state.withLock { $0.waiting -= 1 }
    }
  }

  func show(_ status: StoreStatus) {
    let lags = state.withLock { $0.lags }
    show(line: WatchStatusLine.text(status, lags, now: systemClock()))
  }

  /// Reports a failure that isn't an event of the watch, such as one of the metrics export.
  func warn(_ line: String) {
    writing.async { [self] in tell(AdvisedText(line)) }
  }

  func show(_ error: StorageError) {
    show(line: "freshet: \(error.message.inCommands)")
  }

  /// Waits until all events are written, and then clears the status line.
  func finish() {
    writing.sync { if isLive { Terminal.rewrite("") } }
  }

  private func show(line: String) {
    writing.async { [self] in
      state.withLock { $0.statusLine = line }
      rewrite(line)
    }
  }

  private func tell(_ line: AdvisedText) {
    guard isLive else { return Terminal.report("freshet: \(advice: line)") }
    Terminal.rewrite("")
    Terminal.report("freshet: \(advice: line)")
    if let statusLine = state.withLock({ $0.statusLine }) { rewrite(statusLine) }
  }

  /// Shows the status line, cut off at the terminal's width.
  private func rewrite(_ statusLine: String) {
    Terminal.rewrite("\(statusLine.visible.prefix(Terminal.width - 1))")
  }

  /// Writes an event as a JSON line. A line that can't be written, for example on a full disk, counts as dropped, and
  /// the watch continues. Only the first such failure is reported.
  private func write(_ object: WatchEventObject) {
    do {
      try StandardOutput.writeNow(JSONOutput.printed(object))
    } catch {
      let isFirst = state.withLock { state in
        state.dropped += 1
        defer { state.hasLostLines = true }
        return !state.hasLostLines
      }
      if isFirst { tell("events could not be printed, and the watch continues: \(error)") }
    }
  }
}

extension WatchReport.State {
  /// Counts an event as waiting if fewer than `backlogLimit` events are waiting, otherwise as dropped.
  ///
  /// - Returns: for an event that now waits, the line for the user (nil if none is needed), true, and the number of
  ///   events that were dropped directly before it. For a dropped event: nil, false, and 0.
  fileprivate mutating func take(_ event: WatchEvent) -> (line: AdvisedText?, isTaken: Bool, dropped: Int) {
    let line = line(for: event)
    guard waiting < WatchReport.backlogLimit else {
      dropped += 1
      return (nil, false, 0)
    }
    waiting += 1
    defer { dropped = 0 }
    return (line, true, dropped)
  }

  /// The line for an event. A watch sends its health with every heartbeat, but a line appears only when the health
  /// changes.
  private mutating func line(for event: WatchEvent) -> AdvisedText? {
    switch event {
    case .served(_, let lag): lags.add(lag)
    case .health(let source, let condition, _):
      if health.updateValue(condition, forKey: source) == condition { return nil }
    case .interrupted(let source, _): health[source] = nil
    default: break
    }
    return event.line
  }
}
