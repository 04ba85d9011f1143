internal import Foundation

/// The float32 tensors of a safetensors file, where they lie in the mapped file.
///
/// Layout: header size *n* (8 bytes, little-endian), *n* bytes of JSON, then the data; the JSON gives each tensor's
/// type, shape, and range of bytes in the data. (https://github.com/huggingface/safetensors#format) The reader doesn't
/// trust the header: it returns a tensor only if its type and shape are those asked for, and its range is exactly as
/// long as the shape says, aligned, and within the file.
struct SafeTensors {
  /// The reference implementation's own limit is 100 MB; a header of a hundred tensors has 12 KB.
  private static let headerLimitInBytes: UInt64 = 1 << 24

  let file: MappedFile
  private let dataStart: Int
  private let entries: [String: Entry]

  init(file: MappedFile) throws(EmbeddingError) {
    self.file = file
    let headerSize = try Self.headerSize(of: file)
    dataStart = 8 + headerSize
    let header = Data(file.bytes[8..<dataStart])
    guard let decoded = try? JSONDecoder().decode([String: HeaderField].self, from: header) else {
      throw .modelDamaged(path: file.path, why: .headerNotJSON)
    }
    entries = decoded.compactMapValues(\.entry)
  }

  /// The elements of `name`, row-major; valid as long as `file` is held.
  func float32(_ name: String, shape: [Int]) throws(EmbeddingError) -> UnsafePointer<Float> {
    do throws(ModelDamage) {
      let offset = try offset(of: name, shape: shape)
      let start = file.bytes.baseAddress! + offset  // `offset` lies within the file, so it isn't empty
      return start.assumingMemoryBound(to: Float.self)
    } catch {
      throw .modelDamaged(path: file.path, why: error)
    }
  }

  private func offset(of name: String, shape: [Int]) throws(ModelDamage) -> Int {
    guard let entry = entries[name] else { throw .tensorMissing(name: name) }
    guard entry.dtype == "F32" else { throw .tensorOfOtherType(name: name, type: entry.dtype) }
    guard entry.shape == shape else {
      throw .tensorOfOtherShape(name: name, shape: entry.shape, expected: shape)
    }
    let size = shape.reduce(MemoryLayout<Float>.stride, *)
    guard let range = entry.range, range.count == size, range.upperBound <= file.sizeInBytes - dataStart,
      (dataStart + range.lowerBound) % MemoryLayout<Float>.alignment == 0
    else { throw .tensorOutOfRange(name: name) }
    return dataStart + range.lowerBound
  }

  private static func headerSize(of file: MappedFile) throws(EmbeddingError) -> Int {
    guard file.sizeInBytes >= 8 else {
      throw .modelDamaged(path: file.path, why: .shorterThanItsHeader(sizeInBytes: file.sizeInBytes))
    }
    let size = UInt64(littleEndian: file.bytes.loadUnaligned(as: UInt64.self))
    guard size <= headerLimitInBytes, Int(size) <= file.sizeInBytes - 8 else {
      let why = ModelDamage.headerTooLong(headerSizeInBytes: size, fileSizeInBytes: file.sizeInBytes)
      throw .modelDamaged(path: file.path, why: why)
    }
    return Int(size)
  }
}

private struct Entry: Decodable {
  let dtype: String
  let shape: [Int]
  let dataOffsets: [Int]

  enum CodingKeys: String, CodingKey {
    case dtype, shape
    case dataOffsets = "data_offsets"
  }

  /// Nil unless there are two offsets, in order and not negative.
  var range: Range<Int>? {
    guard dataOffsets.count == 2, 0 <= dataOffsets[0], dataOffsets[0] <= dataOffsets[1] else {
      return nil
    }
    return dataOffsets[0]..<dataOffsets[1]
  }
}

/// A tensor's entry, or `__metadata__`, which holds only strings.
private enum HeaderField: Decodable {
  case tensor(Entry)
  case metadata([String: String])

  init(from decoder: any Decoder) throws {
    if let metadata = try? [String: String](from: decoder) {
      self = .metadata(metadata)
    } else {
      self = .tensor(try Entry(from: decoder))
    }
  }

  var entry: Entry? {
    if case .tensor(let entry) = self { entry } else { nil }
  }
}
