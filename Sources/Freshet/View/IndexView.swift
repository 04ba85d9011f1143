internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage

/// A similarity index as a view of a store's change log: made from the store once, then changed as the log says.
///
/// It holds vectors of one space. A vector answers for its own passage, or stands in for the passage that took its
/// place, until that one has a vector. A vector that answers for no document any longer leaves the index.
struct IndexView: Sendable {
  let space: EmbeddingSpace
  let plan: IndexPlan
  private(set) var token: SessionToken
  private(set) var index: any SimilarityIndex
  /// Passages that no search by vector can find: their vectors are awaited, missing or damaged.
  private(set) var unfound: Set<ContentAddress>
  /// How many passage rows were damaged when the view was built from the store.
  private(set) var leftOut = 0
  private var roster: IndexRoster
  /// Whether the index is an exact one that a question read from the store because no saved index could be used.
  /// Maintenance then makes the index that serves this many passages best.
  private let isProvisional: Bool
  /// How many documents were reread, and vectors added or removed, since the index was saved.
  private var unsaved = 0

  /// Why the saved index could not be used or written. It only costs the time to make the index anew.
  private(set) var fileFailure: IndexFileError?

  /// Opens the saved index and brings it to the reader's position. If none can be used, reads the vectors into an exact
  /// index: a question must not wait for an approximate one.
  init(openedFor space: EmbeddingSpace, at reader: StoreReader, _ plan: IndexPlan) throws {
    switch Self.file(of: plan) {
    case .success(let file):
      self = try IndexView(saved: file, plan, space, reader) ?? IndexView(exactOf: space, in: reader, plan)
      if !file.index.isSound { fileFailure = .torn }
    case .failure(let failure):
      self = try IndexView(exactOf: space, in: reader, plan)
      if failure != .missing { fileFailure = failure }
    }
  }

  /// Reads the vectors into an exact index, whatever the plan says.
  init(exactOf space: EmbeddingSpace, in reader: StoreReader, _ plan: IndexPlan) throws {
    try self.init(reading: reader, space, plan, .exact, isProvisional: true)
  }

  /// Makes the index that the plan chooses for the number of passages, and completes its maintenance.
  init(madeFor space: EmbeddingSpace, in reader: StoreReader, _ plan: IndexPlan) throws {
    try self.init(reading: reader, space, plan, nil, isProvisional: false)
  }

  private static func file(of plan: IndexPlan) -> Result<IndexFile, IndexFileError> {
    guard let path = plan.file else { return .failure(.missing) }
    return Result { () throws(IndexFileError) in try IndexFile(path: path) }
  }

  /// - Parameter kind: the kind of index; nil for the kind that the plan chooses for the number of passages.
  private init(
    reading reader: StoreReader, _ space: EmbeddingSpace, _ plan: IndexPlan, _ kind: IndexKind?, isProvisional: Bool
  ) throws {
    self.space = space
    self.plan = plan
    self.isProvisional = isProvisional
    token = try reader.token()
    var addresses: [DocumentID: [ContentAddress]] = [:]
    var places: Set<ContentAddress> = []
    try reader.answeringAddresses(in: space.id) { document, address in
      addresses[document, default: []].append(address)
      places.insert(address)
    }
    roster = IndexRoster(addresses)
    unfound = places
    index =
      switch kind ?? plan.kind(for: places.count) {
      case .exact: FlatIndex(dimension: space.dimension)
      case .lsh: LSHIndex(dimension: space.dimension)
      }
    try fill(from: reader)
  }

  /// Reads the vectors in the store into the index, and completes its maintenance.
  private mutating func fill(from reader: StoreReader) throws {
    index.reserve(unfound.count)
    try reader.answeringVectors(in: space.id) { address, vector in
      guard let vector else { return }
      index.insert(vector, at: address)
      unfound.remove(address)
    }
    leftOut = reader.leftOut.count
    while !Task.isCancelled, index.maintain() {}
    unsaved = index.count
  }

  /// Opens a saved index and brings it to the reader's position. Nil for a file of another space, history or kind, or
  /// if the file turns out damaged: then the index is made anew.
  private init?(
    saved file: IndexFile, _ plan: IndexPlan, _ space: EmbeddingSpace, _ reader: StoreReader
  ) throws {
    guard let stamp = IndexStamp(file.stamp), stamp.space == space.id.fingerprint,
      file.index.dimension == space.dimension,
      try reader.hasHistory(stamp.token), let unfound = IndexRoster.unfound(in: file)
    else { return nil }
    self.space = space
    self.plan = plan
    isProvisional = false
    token = stamp.token
    index = file.index
    self.unfound = unfound
    roster = IndexRoster(file)
    try follow(reader)
    if isOutgrown || !index.isSound { return nil }
  }

  /// How many passages are served, with vectors or without.
  private var passages: Int { index.count + unfound.count }

  var isWorthSaving: Bool { plan.isWorthSaving(unsaved, of: passages) }

  func save() throws(IndexFileError) {
    guard let path = plan.file else { return }
    let stamp = IndexStamp(space: space.id.fingerprint, token: token)
    try IndexFile.write(index, stamp: stamp.bytes, roster: roster.bytes(unfound: unfound), to: path)
  }

  /// Forgets the unsaved changes that a saved copy of the view holds.
  mutating func forgetUnsaved(_ copy: IndexView) { unsaved = max(0, unsaved - copy.unsaved) }

  var kind: IndexKind { index is LSHIndex ? .lsh : .exact }

  /// Whether the other kind serves this many passages better.
  var isOutgrown: Bool {
    (isProvisional ? plan.kind(for: passages) : plan.kind(for: passages, inPlaceOf: kind)) != kind
  }

  /// How the recall that sampled answers stated compares with their true recall; nil where recall isn't estimated.
  var calibration: Calibration? { (index as? LSHIndex)?.calibration }

  /// The passages that answer for `documents`, for a search over this very view.
  func admitting(_ documents: Set<DocumentID>) -> AdmittedSlots {
    index.admitting(documents.lazy.flatMap { roster.addresses(of: $0) })
  }

  /// Lets the index learn its estimate of recall from questions that were asked.
  mutating func observe(_ questions: [UnitVector]) {
    guard var learning = index as? LSHIndex else { return }
    for question in questions { learning.observe(question) }
    index = learning
  }

  /// Takes the index back after maintenance of a copy.
  ///
  /// - Precondition: the view has followed no change since the copy.
  mutating func take(_ tended: any SimilarityIndex) {
    index = tended
  }

  /// Brings the view to the reader's position. If the reader's history doesn't continue the view's, reads the vectors
  /// into an exact index.
  mutating func follow(_ reader: StoreReader) throws {
    let now = try reader.token()
    if now == token { return }
    guard try reader.hasHistory(token) else {
      self = try IndexView(exactOf: space, in: reader, plan)
      return
    }
    let changes = try reader.changes(after: token.sequence)
    for document in Set(changes.filter { $0.kind == .mend }.map(\.document)).sorted() { try forget(document, reader) }
    for document in Set(changes.map(\.document)).sorted() { try reread(document, reader) }
    token = now
  }

  /// Drops the vectors of a document's passages, because the store replaced some of them under the same addresses.
  private mutating func forget(_ document: DocumentID, _ reader: StoreReader) throws {
    for address in try reader.answers(of: document, in: space.id).map(\.own) where index.contains(address) {
      index.remove(address)
      unsaved += 1
    }
  }

  private mutating func reread(_ document: DocumentID, _ reader: StoreReader) throws {
    unsaved += 1
    let now = try reader.answers(of: document, in: space.id).map { $0.answering ?? $0.own }
    for address in Set(now) { try add(address, reader) }
    for address in Set(roster.update(document, to: now)).subtracting(now) { try drop(address, reader) }
  }

  private mutating func add(_ address: ContentAddress, _ reader: StoreReader) throws {
    if index.contains(address) { return }
    guard let vector = try soundVector(at: address, reader) else {
      unfound.insert(address)
      return
    }
    index.insert(vector, at: address)
    unfound.remove(address)
    unsaved += 1
  }

  private func soundVector(at address: ContentAddress, _ reader: StoreReader) throws -> UnitVector? {
    do {
      return try reader.vector(at: address, in: space.id)
    } catch StorageError.damagedContent {
      return nil
    }
  }

  private mutating func drop(_ address: ContentAddress, _ reader: StoreReader) throws {
    if try reader.isAnswering(address, in: space.id) { return }
    unfound.remove(address)
    index.remove(address)
    unsaved += 1
  }
}
