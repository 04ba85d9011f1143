import Testing

/// A fault of the owner or of the store that the simulation must find: each was found in some published system.
enum SeededBug: String, CaseIterable, CustomTestStringConvertible {
  /// The policy hears of a change before it is on record.
  case markAfterRead
  case overflowIgnored
  /// The debouncer forgets a folder that needs a look.
  case lostScope
  /// A watcher that takes over goes on without looking at what happened before.
  case takeoverWithoutLook
  /// The watcher's word is published before what it named is on record.
  case watermarkAhead
  case removeThenRebuild
  case retireOnUnreadableFolder
  case retireOnUnmountedRoot
  /// The process trusts an empty folder in the root's place.
  case retireOnReplacedRoot
  case mtimeBelievedInRacyWindow
  case journalRowRemovedThoughChangedMeanwhile
  case installWithoutVersionCheck
  case landWithoutLeaseCheck
  case embedWithoutLease
  case committedVectorEmbeddedAgain
  case cookieAcknowledgedEarly
  case changeDuringRefreshForgotten
  /// The checkpoint advances past a document that failed.
  case failureReportedAsSuccess
  case standInDropped
  case oldVectorServedForNewTextAsItsOwn
  case textInstalledWithoutQueueRow
  case viewIgnoresLandings
  case ackBeforeCommit
  case boundedIgnoresUnwatched
  case boundedIgnoresWaiting
  case tokenOfOtherHistoryAccepted
  case pendingNotCounted
  case crossSpaceServed

  var testDescription: String { rawValue }

  /// The invariants of which one must notice it.
  var breaks: Set<Invariant> {
    switch self {
    case .markAfterRead, .overflowIgnored, .lostScope, .takeoverWithoutLook: [.bounded, .barrier, .convergence]
    case .watermarkAhead, .boundedIgnoresUnwatched, .boundedIgnoresWaiting: [.bounded]
    case .removeThenRebuild, .installWithoutVersionCheck, .standInDropped, .viewIgnoresLandings: [.neverWorse]
    case .retireOnUnreadableFolder, .retireOnUnmountedRoot, .retireOnReplacedRoot: [.evidenceBeforeDelete]
    case .mtimeBelievedInRacyWindow, .oldVectorServedForNewTextAsItsOwn: [.neverStaleAsFresh]
    case .journalRowRemovedThoughChangedMeanwhile, .failureReportedAsSuccess, .ackBeforeCommit: [.nothingLost]
    case .landWithoutLeaseCheck, .embedWithoutLease, .committedVectorEmbeddedAgain: [.minimalWork]
    case .cookieAcknowledgedEarly, .changeDuringRefreshForgotten: [.barrier]
    case .textInstalledWithoutQueueRow: [.convergence]
    case .tokenOfOtherHistoryAccepted: [.session]
    case .pendingNotCounted: [.accounting]
    case .crossSpaceServed: [.spacesNeverMix]
    }
  }
}
