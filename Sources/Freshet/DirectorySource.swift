internal import Coherence
internal import Corpus
internal import Watching

/// The watched folder as the flow sees it: documents instead of paths, and what was seen in the words of `Coherence`.
struct DirectorySource: Sendable {
  let directory: WatchedDirectory

  init(root: String) {
    directory = WatchedDirectory(root: root)
  }

  var root: String { directory.root }

  func id(_ path: String) -> DocumentID { DocumentID(path: path) }

  func scan(_ scope: [String], now: () -> Timestamp) throws -> ScanReport {
    do throws(WatchingError) {
      return try directory.scan(scope.isEmpty ? .everything : ScanScope(paths: scope), now: now)
    } catch .cancelled {
      throw CancellationError()
    } catch {
      throw FreshetError.sourceUnreachable(root: root, why: "\(error)")
    }
  }

  /// Reads one document: what `Coherence` decides on, and the bytes if they are text.
  func read(_ id: DocumentID, now: () -> Timestamp) throws -> (SourceReading, bytes: [UInt8]) {
    do throws(WatchingError) {
      return switch try directory.read(id.path, now: now) {
      case .bytes(let bytes, let stamped): (.revision(stamped), bytes)
      case .unchanged(let stamped): (.revision(stamped), [])
      case .skipped(let reason, let stamped):
        (.passedOver(PassedOverEntry(reason: reason, stamped: stamped)), [])
      case .unreadable(let error): (.unreadable(why: "it can't be read: \(error)"), [])
      case .vanished: (.vanished, [])
      case .changedWhileReading: (.unsettled, [])
      }
    } catch {
      throw FreshetError.sourceUnreachable(root: root, why: "\(error)")
    }
  }

  /// What `report` shows, entry by entry; what could not be looked at counts as unreadable.
  func sightings(in report: ScanReport) -> [(DocumentID, Sighting)] {
    report.files.map { (id($0.path), .file($0.stamp)) }
      + report.skipped.filter { $0.reason != .ignored }.map { (id($0.path), .passedOver($0.reason)) }
      + report.gaps.map { (id($0.path), .passedOver(.unreadable)) }
  }

  func absence(of document: IndexedDocument?, _ id: DocumentID, in report: ScanReport) -> Absence {
    switch report.evidence(of: id.path, lastSeen: document?.stamped?.stamp) {
    case .absent: .absent
    case .excluded(let reason): .excluded(reason)
    case .unknown(let doubt): .unknown(why: "\(doubt)")
    case .present: .unknown(why: "it appeared during the scan")
    }
  }

  func covers(_ id: DocumentID, in report: ScanReport) -> Bool {
    guard id.source == DocumentID.files else { return false }
    if case .unknown(.outOfScope) = report.evidence(of: id.path) { return false }
    return true
  }
}
