import Testing

/// A fault of merging, remembering or renaming that the simulation must find.
enum ReplicaBug: String, CaseIterable, CustomTestStringConvertible {
  /// What the other has seen is joined although the exchange ended in the middle.
  case seenJoinedAfterCrash
  case seenJoinedAfterRefusal
  /// Its writes of the lost future and those since the restoration bear the same names.
  case dotReusedAfterRestoration
  case renamedWithoutLoweringContext
  case mergeIgnoresContext
  case removalWithoutDot
  case forgottenMergedWithoutSeen
  /// A removed document is forgotten though writes that it has seen have never been here.
  case forgetsUncovered
  case tagsUnitedWithoutContext
  case walkSkipsWhatIsMissingThere
  /// What the one has learned while it was asked isn't brought back to the other.
  case answersNotBrought
  /// What the other had seen at the end is joined, not what it had when it was walked.
  case seenOfTheEndJoined
  /// A copy goes on under its original's name.
  case copyKeepsName
  case rollbackOverlooked
  /// A store that meets its own lost writes at somebody who can't tell goes on giving their names.
  case lostFutureOverlooked
  /// Who refuses states lets the other believe that everything was exchanged.
  case refusalsNotTold
  /// A writer counts as having read what stands between its own writes.
  case receiptCoversUnread

  var testDescription: String { rawValue }
}
