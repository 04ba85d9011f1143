internal import Coherence
internal import Corpus
internal import Foundation

/// One message of an exchange between stores as it travels: docs/FORMAT.md, section 10.
struct SyncFrame: Equatable {
  /// A message that is longer is refused before it is read.
  static let longest = 256 << 20

  /// JSON of a request or a reply.
  let message: Data
  let contents: Contents

  init(_ message: some Encodable, _ contents: Contents = Contents()) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    self.message = try encoder.encode(message)
    self.contents = contents
  }

  func decoded<Message: Decodable>(_ type: Message.Type) throws -> Message {
    do {
      return try JSONDecoder().decode(type, from: message)
    } catch {
      throw FreshetError.untrustworthyReplica(what: "a message that can't be read: \(error)")
    }
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(little: UInt32(message.count))
    bytes += message
    for (address, text) in contents.texts { bytes.append(.text, address.fingerprint, text) }
    for (address, vector) in contents.vectors {
      bytes.append(contents.unknown.contains(address) ? .unknownVector : .vector, address.fingerprint, vector)
    }
    for (revision, blob) in contents.blobs { bytes.append(.blob, revision.fingerprint, blob) }
    return bytes
  }

  /// - Throws: `FreshetError.untrustworthyReplica` for bytes that are no frame.
  init(bytes: [UInt8]) throws {
    var rest = bytes[...]
    message = Data(try rest.take(Int(try rest.takeUInt32())))
    var contents = Contents()
    while !rest.isEmpty { try contents.add(&rest) }
    self.contents = contents
  }
}

/// What an item of the contents is; the byte in front of it.
private enum ContentKind: UInt8 {
  case text = 1
  case vector, unknownVector, blob
}

extension Contents {
  fileprivate mutating func add(_ bytes: inout ArraySlice<UInt8>) throws {
    guard let kind = ContentKind(rawValue: try bytes.take(1).first ?? 0),
      let address = Fingerprint(bytes: try bytes.take(Fingerprint.byteCount))
    else { throw FreshetError.untrustworthyReplica(what: "contents of an unknown kind") }
    let content = Array(try bytes.take(Int(try bytes.takeUInt32())))
    switch kind {
    case .text: texts[ContentAddress(address)] = content
    case .vector, .unknownVector:
      vectors[ContentAddress(address)] = content
      if kind == .unknownVector { unknown.insert(ContentAddress(address)) }
    case .blob: blobs[Revision(address)] = content
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(little value: UInt32) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }

  fileprivate mutating func append(_ kind: ContentKind, _ address: Fingerprint, _ content: [UInt8]) {
    append(kind.rawValue)
    self += address.bytes
    append(little: UInt32(content.count))
    self += content
  }
}

extension ArraySlice<UInt8> {
  fileprivate mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
    guard count <= self.count else { throw FreshetError.untrustworthyReplica(what: "a message that ends early") }
    defer { removeFirst(count) }
    return prefix(count)
  }

  fileprivate mutating func takeUInt32() throws -> UInt32 {
    try take(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}
