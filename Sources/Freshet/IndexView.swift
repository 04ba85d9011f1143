internal import Corpus
internal import Indexing
internal import Storage

/// The similarity index as a view of a store's change log: made from the store once, then led after its changes.
///
/// It serves the passages of one space; a passage leaves when the last document that it answers for does. It answers for
/// itself, or stands in for the passage that took its place, until that one's vector lands.
struct IndexView: Sendable {
  let space: EmbeddingSpace
  private(set) var token: SessionToken
  private(set) var index: any SimilarityIndex
  /// Passages that no search by vector can find: they wait for their vectors, or these are missing or not what was written.
  private(set) var unfound: Set<ContentAddress>
  private var addresses: [DocumentID: [ContentAddress]]
  private var places: [ContentAddress: [DocumentID]]

  init(of space: EmbeddingSpace, in reader: StoreReader) throws {
    self.space = space
    token = try reader.token()
    var addresses: [DocumentID: [ContentAddress]] = [:]
    var places: [ContentAddress: [DocumentID]] = [:]
    try reader.answeringAddresses(in: space.id) { document, address in
      addresses[document, default: []].append(address)
      places[address, default: []].append(document)
    }
    var flat = FlatIndex(dimension: space.dimension)
    var unfound = Set(places.keys)
    flat.reserve(places.count)
    try reader.answeringVectors(in: space.id) { address, vector in
      guard let vector else { return }
      flat.insert(vector, at: address)
      unfound.remove(address)
    }
    index = flat
    self.unfound = unfound
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
    let now = try reader.answers(of: document, in: space.id).map { $0.answering ?? $0.own }
    for address in now { try add(address, of: document, reader) }
    for address in addresses.updateValue(now, forKey: document) ?? [] { drop(address, of: document) }
    if now.isEmpty { addresses[document] = nil }
  }

  private mutating func add(
    _ address: ContentAddress, of document: DocumentID, _ reader: StoreReader
  ) throws {
    places[address, default: []].append(document)
    guard places[address]?.count == 1 || unfound.contains(address) else { return }
    guard let vector = try soundVector(at: address, reader) else {
      unfound.insert(address)
      return
    }
    index.insert(vector, at: address)
    unfound.remove(address)
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
      unfound.remove(address)
      index.remove(address)
    }
  }
}
