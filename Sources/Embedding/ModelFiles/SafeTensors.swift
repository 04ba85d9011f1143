internal import Foundation

/// Reads the float32 tensors of a safetensors file in place, without copying them from the mapped file.
///
/// The file consists of the header size *n* (8 bytes, little-endian), *n* bytes of JSON, and the data. The JSON gives
/// the type, the shape and the byte range of each tensor (https://github.com/huggingface/safetensors#format). The
/// header isn't trusted: a tensor is returned only if it has the requested type and shape, and if its byte range is
/// within the file, aligned, and exactly as long as the shape requires.
struct SafeTensors {
  /// The maximum size of the header: 16 MiB. The limit of the reference implementation is 100 MB; the header of a
  /// hundred tensors has about 12 KB.
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

  /// Returns a pointer to the elements of the tensor `name`, in row-major order. It is valid as long as `file` exists.
  ///
  /// - Throws: `EmbeddingError.modelDamaged` if there is no such tensor, or if it doesn't have this shape.
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

  /// The byte range of the tensor in the data; nil if the header's offsets aren't two ascending, nonnegative numbers.
  var range: Range<Int>? {
    guard dataOffsets.count == 2, 0 <= dataOffsets[0], dataOffsets[0] <= dataOffsets[1] else {
      return nil
    }
    return dataOffsets[0]..<dataOffsets[1]
  }
}

/// A value in the header: the entry of a tensor, or the value of `__metadata__`, which consists of strings.
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
