import Foundation

/// A float32 matrix of a NumPy file (.npy, format 1 to 3, C order), mapped.
struct NumPyFile {
  let rows: Int
  let columns: Int
  private let data: Data
  private let start: Int

  init(path: String) throws {
    data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    guard data.count > 12, data.prefix(6) == Data([0x93]) + Data("NUMPY".utf8) else {
      throw NumPyError.foreign(path)
    }
    let isLong = data[6] > 1
    let length = isLong ? Int(Self.number(data, 8, 4)) : Int(Self.number(data, 8, 2))
    start = (isLong ? 12 : 10) + length
    guard start <= data.count else { throw NumPyError.truncated(path) }
    let header = String(decoding: data[(isLong ? 12 : 10)..<start], as: UTF8.self)
    let shape = header.firstMatch(of: /'shape': \((\d+), (\d+),?\)/)
    guard header.contains("'<f4'"), header.contains("'fortran_order': False"), let shape,
      let rows = Int(shape.1), let columns = Int(shape.2)
    else { throw NumPyError.otherShape(path, header) }
    guard data.count - start >= 4 * rows * columns else { throw NumPyError.truncated(path) }
    (self.rows, self.columns) = (rows, columns)
  }

  func row(_ index: Int) -> [Float] {
    data.withUnsafeBytes { bytes in
      [Float](unsafeUninitializedCapacity: columns) { row, count in
        memcpy(row.baseAddress!, bytes.baseAddress! + start + 4 * columns * index, 4 * columns)
        count = columns
      }
    }
  }

  private static func number(_ data: Data, _ offset: Int, _ bytes: Int) -> UInt64 {
    (0..<bytes).reduce(0) { $0 | UInt64(data[offset + $1]) << UInt64(8 * $1) }
  }
}

enum NumPyError: Error, CustomStringConvertible {
  case foreign(String), truncated(String), otherShape(String, String)

  var description: String {
    switch self {
    case .foreign(let path): "\(path) is no NumPy file"
    case .truncated(let path): "\(path) ends before its last row"
    case .otherShape(let path, let header):
      "\(path) must hold a matrix of float32 in C order (numpy.ascontiguousarray(a, 'float32')), not \(header)"
    }
  }
}
