struct SourceRunProgress: Sendable {
  let documentsDone: Int
  let documentsToDo: Int
}
