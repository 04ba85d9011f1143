internal import Corpus
internal import Indexing
internal import Storage

/// The similarity index as a view of a store's change log: made from the store once, then led after its changes.
///
/// It serves the passages of one space; a passage leaves when the last document that places it does. One whose vector is
/// missing or not what was written can't be found: it is kept account of, and the others are served.
struct IndexView: Sendable {
  let space: EmbeddingSpace
  private(set) var token: SessionToken
  private(set) var index: any SimilarityIndex
  /// Served passages that no search can find: their vectors are missing or not what was written.
  private(set) var lost: Set<ContentAddress>
  private var addresses: [DocumentID: [ContentAddress]]
  private var places: [ContentAddress: [DocumentID]]

  init(of space: EmbeddingSpace, in reader: StoreReader) throws {
    self.space = space
    token = try reader.token()
    var addresses: [DocumentID: [ContentAddress]] = [:]
    var places: [ContentAddress: [DocumentID]] = [:]
    try reader.servedAddresses(in: space.id) { document, address in
      addresses[document, default: []].append(address)
      places[address, default: []].append(document)
    }
    var flat = FlatIndex(dimension: space.dimension)
    var lost = Set(places.keys)
    flat.reserve(places.count)
    try reader.servedVectors(in: space.id) { address, vector in
      guard let vector else { return }
      flat.insert(vector, at: address)
      lost.remove(address)
    }
    index = flat
    self.lost = lost
    self.addresses = addresses
    self.places = places
  }

  /// Brings the view to the reader's position; a history that isn't a continuation of the view's is read anew.
  mutating func follow(_ reader: StoreReader) throws {
    let now = try reader.token()
    if now == token { return }
    guard try reader.hasHistory(token) else {
      self = try IndexView(of: space, in: reader)
      return
    }
    let touched = Set(try reader.changes(after: token.sequence).map(\.document))
    for document in touched.sorted() { try reread(document, reader) }
    token = now
  }

  private mutating func reread(_ document: DocumentID, _ reader: StoreReader) throws {
    let manifest = try reader.manifest(of: document)
    let now = manifest?.space == space.id ? manifest?.placements.map(\.address) ?? [] : []
    for address in now { try add(address, of: document, reader) }
    for address in addresses.updateValue(now, forKey: document) ?? [] { drop(address, of: document) }
    if now.isEmpty { addresses[document] = nil }
  }

  /// The documents that place a passage, each as often as it does.
  func documents(placing address: ContentAddress) -> [DocumentID] { places[address] ?? [] }

  private mutating func add(
    _ address: ContentAddress, of document: DocumentID, _ reader: StoreReader
  ) throws {
    places[address, default: []].append(document)
    guard places[address]?.count == 1 || lost.contains(address) else { return }
    guard let vector = try soundVector(at: address, reader) else {
      lost.insert(address)
      return
    }
    index.insert(vector, at: address)
    lost.remove(address)
  }

  private func soundVector(at address: ContentAddress, _ reader: StoreReader) throws -> UnitVector? {
    do {
      return try reader.vector(at: address, in: space.id)
    } catch StorageError.damagedContent {
      return nil
    }
  }

  private mutating func drop(_ address: ContentAddress, of document: DocumentID) {
    if let index = places[address]?.firstIndex(of: document) { places[address]?.remove(at: index) }
    if places[address]?.isEmpty == true {
      places[address] = nil
      lost.remove(address)
      index.remove(address)
    }
  }
}
