internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage

/// The view that a cache keeps for its readers. It decides which work on the index is due; the cache performs it.
///
/// The cache does work on a copy, one piece at a time. Only the changes of the change log change the index, so the
/// position in that log shows whether the index has changed meanwhile. If it has, the cache drops the maintenance of
/// the older copy and repeats it in a shorter slice, so that some of it succeeds between changes that follow quickly. A
/// view that was made anew needs no such care: every reader brings the view from its position to the reader's own.
struct KeptView: Sendable {
  let plan: IndexPlan
  private(set) var view: IndexView?
  /// Whether work may be left: the index has changed, or its maintenance was broken off.
  private var isWorkLeft = false
  private(set) var isAtWork = false
  private var fileFailure: IndexFileError?
  /// Whether the last maintenance of the index left nothing to do.
  private var isTended = false
  private var slice = Self.longestSlice
  /// Questions since the work under way began: its copy of the index hasn't observed them.
  private var asked: [UnitVector] = []

  private static let longestSlice = Duration.milliseconds(20)
  private static let shortestSlice = Duration.milliseconds(1)

  init(_ plan: IndexPlan) {
    self.plan = plan
  }

  /// The view at the reader's position, made or brought up to it.
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

  /// Returns the failure of the saved index's file, the first time that it is asked for it.
  mutating func takeFileFailure() -> IndexFileError? {
    defer { fileFailure = nil }
    return fileFailure
  }

  var needsWork: Bool { isWorkLeft && !isAtWork && view != nil }

  /// Begins the next piece of work and returns it; nil if none is due, or if one is under way.
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
      isWorkLeft = false  // until the next change: readers don't need this work
    }
    asked = []
  }
}
