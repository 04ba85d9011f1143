internal import Coherence
internal import Corpus
internal import Watching

/// The watched folder as the flow sees it: documents instead of paths, and what was seen in the words of `Coherence`.
struct DirectorySource: Sendable {
  let configuration: SourceConfiguration
  let directory: WatchedDirectory
  /// The store's folder below the root, by whatever name: no part of the documents. Nil when it lies elsewhere.
  private let ownFolder: String?

  init(_ configuration: SourceConfiguration, store: String) {
    self.configuration = configuration
    let root = configuration.root
    directory = WatchedDirectory(root: root, include: configuration.include, exclude: configuration.exclude)
    ownFolder = store.hasPrefix(root + "/") ? String(store.dropFirst(root.utf8.count + 1)) : nil
  }

  var name: String { configuration.name }
  var root: String { directory.root }

  func id(_ path: String) -> DocumentID { DocumentID(source: name, path: path) }

  /// - Parameter scope: paths below the root; "" or none for all of it.
  func scan(_ scope: [String], now: () -> Timestamp) throws -> ScanReport {
    do throws(WatchingError) {
      return try directory.scan(scope.isEmpty || scope.contains("") ? .everything : ScanScope(paths: scope), now: now)
    } catch .cancelled {
      throw CancellationError()
    } catch {
      throw FreshetError.sourceUnreachable(root: root, why: "\(error)")
    }
  }

  /// Reads one document: what `Coherence` decides on, and the bytes if they are text.
  ///
  /// What is no longer there, or no longer a file, is so only if a look at its folder proves it, on the device where it was
  /// seen last.
  ///
  /// - Parameter acceptingMotion: of a file that is rewritten without end, takes what one read gave.
  func read(
    _ id: DocumentID, lastSeen: FileStamp?, acceptingMotion: Bool = false, now: () -> Timestamp
  ) throws -> (SourceReading, bytes: [UInt8]) {
    do throws(WatchingError) {
      return switch try directory.read(id.path, acceptingMotion: acceptingMotion, now: now) {
      case .bytes(let bytes, let stamped): (.revision(stamped), bytes)
      case .unchanged(let stamped): (.revision(stamped), [])
      case .skipped(.notAFile, _), .vanished: (missing(id, lastSeen), [])
      case .skipped(let reason, let stamped):
        (.passedOver(PassedOverEntry(reason: reason, stamped: stamped)), [])
      case .unreadable(let error): (.unreadable(why: "it can't be read: \(error)"), [])
      case .changedWhileReading: (.unsettled, [])
      }
    } catch {
      throw FreshetError.sourceUnreachable(root: root, why: "\(error)")
    }
  }

  private func missing(_ id: DocumentID, _ lastSeen: FileStamp?) -> SourceReading {
    switch directory.probe(id.path, lastSeen: lastSeen) {
    case .absent: .vanished
    case .excluded(let reason): .passedOver(PassedOverEntry(reason: reason))
    case .unknown(let doubt): .unreadable(why: "\(doubt)")
    case .present: .unsettled
    }
  }

  /// What `report` shows, entry by entry; what could not be looked at counts as unreadable.
  func sightings(in report: ScanReport) -> [(DocumentID, Sighting)] {
    report.files.filter { !isOwn($0.path) }.map { (id($0.path), .file($0.stamp)) } + passedOver(in: report)
  }

  /// Of these, what is no document.
  func passedOver(in report: ScanReport) -> [(DocumentID, Sighting)] {
    report.skipped.filter { $0.reason != .ignored && !isOwn($0.path) }
      .map { (id($0.path), .passedOver($0.reason)) }
      + report.gaps.map { (id($0.path), .passedOver(.unreadable)) }
  }

  func isOwn(_ path: String) -> Bool {
    guard let ownFolder, path.hasPrefix(ownFolder) else { return false }
    return path.utf8.count == ownFolder.utf8.count
      || path.utf8.dropFirst(ownFolder.utf8.count).first == UInt8(ascii: "/")
  }

  /// Entries that ignore rules exclude. Git's folder and the store are no part of the documents, so they don't count.
  func ignoredCount(in report: ScanReport) -> Int {
    report.skipped.count { entry in
      entry.reason == .ignored && !Self.reserved.contains { entry.path == $0 || entry.path.hasSuffix("/" + $0) }
    }
  }

  private static let reserved = [".git", StoreLocation.folderName]

  /// File systems that only got another number since they were seen; looked for only where one is missing.
  func renumberedDevices(in report: ScanReport, since documents: [IndexedDocument]) -> [UInt64: UInt64] {
    let stamps = documents.compactMap { document in
      document.stamped.map { ScannedFile(path: document.id.path, stamp: $0.stamp) }
    }
    if stamps.allSatisfy({ $0.stamp.device == report.rootDevice }) { return [:] }
    return report.renumberedDevices(known: stamps)
  }

  func renumberedDevices(in report: ScanReport, since documents: StampedDocuments) -> [UInt64: UInt64] {
    let stamps = documents.records.map(\.stamped?.stamp)
    if stamps.allSatisfy({ $0 == nil || $0?.device == report.rootDevice }) { return [:] }
    let files = stamps.enumerated().compactMap { index, stamp in
      stamp.map { ScannedFile(path: documents.paths[index], stamp: $0) }
    }
    return report.renumberedDevices(known: files)
  }

  func absence(
    of document: IndexedDocument?, _ id: DocumentID, in report: ScanReport, renumbered: [UInt64: UInt64]
  ) -> Absence {
    switch report.evidence(of: id.path, lastSeen: document?.stamped?.stamp, renumbered: renumbered) {
    case .absent: .absent
    case .excluded(let reason): .excluded(reason)
    case .unknown(let doubt): .unknown(why: "\(doubt)")
    case .present: .unknown(why: "it appeared during the scan")
    }
  }

  func covers(_ id: DocumentID, in report: ScanReport) -> Bool {
    guard id.source == name else { return false }
    if case .unknown(.outOfScope) = report.evidence(of: id.path) { return false }
    return true
  }
}
