/// Serializes values as little-endian bytes, one after another: see "The index file" in docs/FORMAT.md.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func put<Value: BitwiseCopyable>(_ value: Value) {
    withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
  }

  /// Writes the number of elements, then the elements.
  mutating func put<Value: BitwiseCopyable>(_ values: [Value]) {
    put(UInt64(values.count))
    values.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }
}

/// Parses the bytes that `ByteWriter` wrote. Every read throws `IndexFileError.torn` if the bytes end too early.
struct ByteReader {
  private var rest: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) { rest = bytes }

  mutating func value<Value: BitwiseCopyable>(_ type: Value.Type = Value.self) throws(IndexFileError) -> Value {
    let size = MemoryLayout<Value>.size
    guard rest.count >= size else { throw .torn }
    defer { rest = UnsafeRawBufferPointer(rebasing: rest[size...]) }
    return rest.loadUnaligned(as: type)
  }

  var isAtEnd: Bool { rest.isEmpty }

  /// Reads a count or an offset. Throws `IndexFileError.torn` for a number of 2⁴⁰ or more, so that arithmetic with the
  /// result can't overflow.
  mutating func number() throws(IndexFileError) -> Int {
    let value = try value(UInt64.self)
    guard value < 1 << 40 else { throw .torn }
    return Int(value)
  }

  mutating func values<Value: BitwiseCopyable>(_ type: Value.Type = Value.self) throws(IndexFileError) -> [Value] {
    let count = try value(UInt64.self)
    guard count <= UInt64(rest.count / MemoryLayout<Value>.stride) else { throw .torn }
    let size = Int(count) * MemoryLayout<Value>.stride
    defer { rest = UnsafeRawBufferPointer(rebasing: rest[size...]) }
    let bytes = UnsafeRawBufferPointer(rebasing: rest[..<size])
    return [Value](unsafeUninitializedCapacity: Int(count)) { values, initialized in
      UnsafeMutableRawBufferPointer(values).copyMemory(from: bytes)
      initialized = Int(count)
    }
  }
}
