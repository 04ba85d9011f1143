/// SQLite's integers of variable length (https://www.sqlite.org/fileformat2.html#varint).
enum VariableInteger {
  /// The first integer in `bytes`; nil if the bytes end before it does.
  static func first(in bytes: some Collection<UInt8>) -> Int? {
    var number: UInt64 = 0
    for (index, byte) in bytes.prefix(9).enumerated() {
      if index == 8 { return Int(Int64(bitPattern: number << 8 | UInt64(byte))) }
      number = number << 7 | UInt64(byte & 0x7F)
      if byte < 0x80 { return Int(number) }
    }
    return nil
  }
}
