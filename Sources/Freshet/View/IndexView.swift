internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage

/// A similarity index that follows a store: it is built from the store once, and then updated by the store's change
/// log.
///
/// All vectors belong to one embedding space. A vector represents its own passage; if the passage was changed, it also
/// stands in for the new passage until that has its own vector. A vector that no longer represents a passage of any
/// document is removed.
struct IndexView: Sendable {
  let space: EmbeddingSpace
  let plan: IndexPlan
  private(set) var token: SessionToken
  private(set) var index: any SimilarityIndex
  /// Passages that vector searches can't find, because their vectors are awaited, missing or damaged.
  private(set) var unfound: Set<ContentAddress>
  /// How many damaged passages were left out when the index was built from the store.
  private(set) var leftOut = 0
  private var roster: IndexRoster
  /// Whether this is an exact index that a search built because there was no usable index file. Maintenance then builds
  /// the kind of index that is best for the number of passages.
  private let isProvisional: Bool
  /// How many documents were reread, and vectors added or removed, since the index was saved.
  private var unsaved = 0

  /// Why the saved index could not be read or written; nil if there was no failure. A failure only costs the time to
  /// rebuild the index.
  private(set) var fileFailure: IndexFileError?

  /// Opens the saved index and updates it to the reader's state of the store. If there is no usable file, builds an
  /// exact index from the store: a search must not wait until an approximate one is built.
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

  /// Builds an exact index from the store, even if the plan asks for an approximate one.
  init(exactOf space: EmbeddingSpace, in reader: StoreReader, _ plan: IndexPlan) throws {
    try self.init(reading: reader, space, plan, .exact)
  }

  /// Builds the kind of index that the plan chooses for the number of passages, and does all its maintenance work.
  init(madeFor space: EmbeddingSpace, in reader: StoreReader, _ plan: IndexPlan) throws {
    try self.init(reading: reader, space, plan, nil)
  }

  private static func file(of plan: IndexPlan) -> Result<IndexFile, IndexFileError> {
    guard let path = plan.file else { return .failure(.missing) }
    return Result { () throws(IndexFileError) in try IndexFile(path: path) }
  }

  /// Builds an index from the vectors in the store, and does all its maintenance work.
  ///
  /// - Parameter kind: the kind of index; nil for the kind that the plan chooses for the number of passages.
  private init(
    reading reader: StoreReader, _ space: EmbeddingSpace, _ plan: IndexPlan, _ kind: IndexKind?
  ) throws {
    self.space = space
    self.plan = plan
    token = try reader.token()
    var addresses: [DocumentID: [ContentAddress]] = [:]
    var places: Set<ContentAddress> = []
    try reader.answeringAddresses(in: space.id) { document, address in
      addresses[document, default: []].append(address)
      places.insert(address)
    }
    roster = IndexRoster(addresses)
    unfound = places
    let planned = plan.kind(for: places.count)
    isProvisional = (kind ?? planned) != planned
    index =
      switch kind ?? planned {
      case .exact: FlatIndex(dimension: space.dimension)
      case .lsh: LSHIndex(dimension: space.dimension)
      }
    try fill(from: reader)
  }

  /// Builds the index from the vectors in the store, and does all its maintenance work.
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

  /// Opens a saved index and updates it to the reader's state of the store. Nil if the file belongs to another
  /// embedding space or another store history, has the wrong kind of index, or is damaged. Then the caller must rebuild
  /// the index.
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

  /// How many passages the index represents, with and without vectors.
  private var passages: Int { index.count + unfound.count }

  var isWorthSaving: Bool { plan.isWorthSaving(unsaved, of: passages) }

  func save() throws(IndexFileError) {
    guard let path = plan.file else { return }
    let stamp = IndexStamp(space: space.id.fingerprint, token: token)
    try IndexFile.write(index, stamp: stamp.bytes, roster: roster.bytes(unfound: unfound), to: path)
  }

  /// Subtracts from the number of unsaved changes those that were saved with `copy`, an earlier copy of this view.
  mutating func forgetUnsaved(_ copy: IndexView) { unsaved = max(0, unsaved - copy.unsaved) }

  var kind: IndexKind { index is LSHIndex ? .lsh : .exact }

  /// Whether an index of the other kind should replace this one, because it is better for this number of passages.
  var isOutgrown: Bool {
    (isProvisional ? plan.kind(for: passages) : plan.kind(for: passages, inPlaceOf: kind)) != kind
  }

  /// How the recall that answers stated compares with their true recall, measured on a sample. Nil for the exact index,
  /// which estimates no recall.
  var calibration: Calibration? { (index as? LSHIndex)?.calibration }

  /// The index entries that represent `documents`. The result is valid only for searches in this version of the view.
  func admitting(_ documents: Set<DocumentID>) -> AdmittedSlots {
    index.admitting(documents.lazy.flatMap { roster.addresses(of: $0) })
  }

  /// Passes questions to the approximate index, which uses them as samples to calibrate its estimate of recall.
  mutating func observe(_ questions: [UnitVector]) {
    guard var learning = index as? LSHIndex else { return }
    for question in questions { learning.observe(question) }
    index = learning
  }

  /// Replaces the index by a copy on which maintenance was done.
  ///
  /// - Precondition: the view hasn't changed since the copy was made.
  mutating func take(_ tended: any SimilarityIndex) {
    index = tended
  }

  /// Updates the index to the reader's state of the store. If the store's history doesn't contain the index's position,
  /// as after a restore from a backup, builds an exact index from the store.
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

  /// Removes the vectors of a document's passages from the index. The store has replaced wrong vectors without changing
  /// the passages' addresses, so they must be read again.
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
