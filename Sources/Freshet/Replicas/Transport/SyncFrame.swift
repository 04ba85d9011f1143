internal import FreshetCoherence
internal import FreshetCorpus
internal import Foundation

/// One message of the sync protocol in its wire format: JSON, followed by texts and vectors. docs/FORMAT.md, section
/// 10, defines the format.
struct SyncFrame: Equatable {
  /// The JSON of a request or reply.
  let message: Data
  let contents: Contents

  init(_ message: some Encodable, _ contents: Contents = Contents()) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    self.message = try encoder.encode(message)
    self.contents = contents
  }

  /// Decodes the message's JSON.
  ///
  /// - Throws: `FreshetError.otherProtocol` if the message is a greeting of another protocol version; `ExchangeLie` if
  ///   the bytes aren't valid JSON for `type`, or exceed the limits. The limits are checked before decoding.
  func decoded<Message: Decodable>(_ type: Message.Type) throws -> Message {
    do {
      try message.withUnsafeBytes { try JSONBounds.check($0) }
      return try JSONDecoder().decode(type, from: message)
    } catch let other as OtherProtocol {
      throw FreshetError.otherProtocol(theirs: other.number, ours: ReplicaGreeting.protocolNumber)
    } catch let lie as ExchangeLie {
      throw lie
    } catch {
      throw ExchangeLie("a message that can't be read: \(Self.sentence(error))")
    }
  }

  /// The position and the cause of a decoding error. Doesn't quote the message itself, which may be long.
  private static func sentence(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "it isn't a message of the protocol" }
    let context: DecodingError.Context =
      switch error {
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
        .dataCorrupted(let context):
        context
      @unknown default: DecodingError.Context(codingPath: [], debugDescription: "")
      }
    let place = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
    return "\(place.prefix(200)): \(context.debugDescription.prefix(200))"
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(little: UInt32(message.count))
    bytes += message
    for (address, text) in contents.texts { bytes.append(.text, address.fingerprint, text) }
    for (address, vector) in contents.vectors {
      bytes.append(contents.unknown.contains(address) ? .unknownVector : .vector, address.fingerprint, vector)
    }
    for (revision, part) in contents.blobs {
      bytes.append(.part, revision.fingerprint, little(part.start) + little(part.length) + part.bytes)
    }
    return bytes
  }

  /// Decodes a frame from its bytes.
  ///
  /// - Throws: `ExchangeLie` (a protocol violation of the other store) if the bytes aren't a valid frame.
  init(bytes: [UInt8]) throws {
    guard bytes.count <= ExchangeLimits.frameBytes else {
      throw ExchangeLie("a frame of \(bytes.count) bytes, over the limit of \(ExchangeLimits.frameBytes)")
    }
    var rest = bytes[...]
    message = Data(try rest.take(Int(try rest.takeUInt32())))
    var contents = Contents()
    while !rest.isEmpty { try contents.add(&rest) }
    self.contents = contents
  }
}

/// The kind of a content item. Its raw value is the byte in front of the item.
private enum ContentKind: UInt8 {
  case text = 1
  case vector, unknownVector, part
}

extension Contents {
  fileprivate mutating func add(_ bytes: inout ArraySlice<UInt8>) throws {
    guard let kind = ContentKind(rawValue: try bytes.take(1).first ?? 0),
      let address = Fingerprint(bytes: try bytes.take(Fingerprint.byteCount))
    else { throw ExchangeLie("contents of an unknown kind") }
    let content = try bytes.take(Int(try bytes.takeUInt32()))
    guard content.count <= ExchangeLimits.textBytes || kind == .part, count < ExchangeLimits.contentsAQuestion else {
      throw ExchangeLie("contents that are too long, or too many in one message")
    }
    var isKnown = false
    switch kind {
    case .text: isKnown = texts.updateValue(Array(content), forKey: ContentAddress(address)) != nil
    case .vector, .unknownVector: isKnown = vectors.updateValue(Array(content), forKey: ContentAddress(address)) != nil
    case .part: isKnown = blobs.updateValue(try Self.part(content), forKey: Revision(address)) != nil
    }
    if isKnown { throw ExchangeLie("the same contents twice in one message") }
    if kind == .unknownVector { unknown.insert(ContentAddress(address)) }
  }

  private static func part(_ content: ArraySlice<UInt8>) throws -> TextPart {
    var rest = content
    let (start, length) = (try rest.takeUInt64(), try rest.takeUInt64())
    guard start <= length, length <= ExchangeLimits.pushedBytes, rest.count <= ExchangeLimits.partBytes else {
      throw ExchangeLie("a chunk that is too long, or can't begin at byte \(start) of a text of \(length) bytes")
    }
    return TextPart(start: Int(start), length: Int(length), bytes: Array(rest))
  }
}

private func little(_ number: Int) -> [UInt8] { withUnsafeBytes(of: UInt64(number).littleEndian) { Array($0) } }

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
    guard count <= self.count else { throw ExchangeLie("a truncated frame") }
    defer { removeFirst(count) }
    return prefix(count)
  }

  fileprivate mutating func takeUInt32() throws -> UInt32 {
    try take(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  fileprivate mutating func takeUInt64() throws -> UInt64 {
    try take(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
