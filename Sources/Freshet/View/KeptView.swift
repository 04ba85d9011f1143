internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage

/// The similarity index that a cache keeps for its searches. This type decides which background work on the index is
/// due; `LiveIndex` performs the work.
///
/// Work is done on a copy of the index, one piece at a time. The index changes only when it follows the store's change
/// log, so its position in that log shows whether it has changed meanwhile. If it has, the maintained copy is
/// discarded, and the maintenance is repeated in a shorter slice of time, so that some of it succeeds even between
/// frequent changes. A rebuilt index is never discarded for this reason, because each search updates it to the current
/// position.
struct KeptView: Sendable {
  let plan: IndexPlan
  private(set) var view: IndexView?
  /// Whether background work may be due: the index has changed, or its maintenance isn't complete.
  private var isWorkLeft = false
  private(set) var isAtWork = false
  private var fileFailure: IndexFileError?
  /// Whether the maintenance of the current index is complete.
  private var isTended = false
  private var slice = Self.longestSlice
  /// Questions that were asked since the current piece of work began. When that work ends, they must be passed to the
  /// index that it produced.
  private var asked: [UnitVector] = []

  private static let longestSlice = Duration.milliseconds(20)
  private static let shortestSlice = Duration.milliseconds(1)

  init(_ plan: IndexPlan) {
    self.plan = plan
  }

  /// Returns the index for the reader's state of the store. Builds or updates it first.
  mutating func view(
    of space: EmbeddingSpace, at reader: StoreReader, asked questions: [UnitVector]
  ) throws -> IndexView {
    let known = view?.token
    var current = try view ?? opened(for: space, at: reader)
    view = nil  // `current` is the only copy now, so changing it copies nothing
    try current.follow(reader)
    current.observe(questions)
    if isAtWork { asked += questions }
    if current.token != known {
      isWorkLeft = true
      isTended = false
    }
    if !current.index.isSound { current = try IndexView(exactOf: space, in: reader, plan) }
    view = current
    return current
  }

  private mutating func opened(for space: EmbeddingSpace, at reader: StoreReader) throws -> IndexView {
    let opened = try IndexView(openedFor: space, at: reader, plan)
    fileFailure = opened.fileFailure
    return opened
  }

  /// Returns the last failure to read or write the index file, and resets it to nil.
  mutating func takeFileFailure() -> IndexFileError? {
    defer { fileFailure = nil }
    return fileFailure
  }

  var needsWork: Bool { isWorkLeft && !isAtWork && view != nil }

  /// Returns the next piece of work and marks it as begun. Nil if no work is due, or if a piece is still being done.
  mutating func begin() -> IndexWork? {
    guard needsWork, let view else { return nil }
    isAtWork = true
    if view.isOutgrown || !view.index.isSound { return .remake(view.space, plan) }
    if isTended, view.isWorthSaving { return .save(view) }
    return .tend(view.index, at: view.token, for: slice)
  }

  mutating func finish(_ outcome: IndexWork.Outcome) {
    isAtWork = false
    switch outcome {
    case .tended(let index, let token, let isDone):
      guard view?.token == token else {
        slice = max(slice / 2, Self.shortestSlice)
        break
      }
      slice = Self.longestSlice
      view?.take(index)
      view?.observe(asked)
      isTended = isDone
      isWorkLeft = !isDone || view?.isOutgrown == true || view?.isWorthSaving == true || view?.index.isSound == false
    case .remade(var new):
      guard view?.isOutgrown == true || view?.index.isSound == false else { break }
      new.observe(asked)
      view = new
    case .saved(let copy):
      view?.forgetUnsaved(copy)
      isWorkLeft = view?.token != copy.token
    case .failed:
      isWorkLeft = false  // retry after the next change: searches don't need this work
    }
    asked = []
  }
}
