internal import FreshetKernels

extension LSHIndex: FiledIndex {
  static let number: UInt64 = 1

  func write(to writer: inout ImageWriter) throws(IndexFileError) {
    try vectors.write(to: &writer)
    try cells.write(to: &writer)
    model.write(to: &writer)
    writer.directory.put(random)
    writer.directory.put(UInt64(reserved))
  }

  init(_ vectors: VectorTable, _ reader: inout ByteReader, _ image: IndexImage) throws(IndexFileError) {
    self.init(dimension: vectors.dimension)
    self.vectors = vectors
    cells = try CellSet(of: vectors, &reader, image)
    model = try RecallModel(&reader)
    random = try reader.value()
    reserved = try reader.number()
  }

  /// Returns whether the stored numbers of the cells that contain the vector in this slot are intact: they match their
  /// checksum and are in range, and no other damage of the file is known.
  func isHomeSound(_ slot: Int) -> Bool {
    if vectors.image == nil { return true }
    cells.homes.check(slot)
    let home = cells.homes(of: slot)
    return vectors.isSound && home.first < cells.count && (home.second < cells.count || home.second == CellSet.none)
  }

  /// Returns whether the cells that contain the vector in this slot are intact, and the stored numbers of these cells,
  /// too. Then the vector's entries are in these cells.
  func areEntriesSound(of slot: Int) -> Bool {
    guard isHomeSound(slot) else { return false }
    if vectors.image == nil { return true }
    let home = cells.homes(of: slot)
    for cell in [home.first, home.second] where cell != CellSet.none { cells.cells[Int(cell)].slab?.check() }
    return vectors.isSound
  }
}

extension CellSet {
  fileprivate func write(to writer: inout ImageWriter) throws(IndexFileError) {
    for array in [pivots, codes, sums, homes] { try writer.add(array) }
    writer.directory.put(states.map(\.rawValue))
    writer.directory.put(members)
    writer.directory.put(changes)
    writer.directory.put(alphas)
    writer.directory.put(inverseSpreads)
    writer.directory.put(floors)
    for cell in cells {
      writer.directory.put(UInt64(cell.count))
      writer.directory.put(UInt64(cell.capacity))
      let part = try cell.slab.map { slab throws(IndexFileError) in
        try writer.add(UnsafeRawPointer(slab.bytes), Cell.bytes(cell.capacity, width))
      }
      writer.directory.put(part ?? .max)
    }
  }

  fileprivate init(
    of vectors: VectorTable, _ reader: inout ByteReader, _ image: IndexImage
  ) throws(IndexFileError) {
    self.init(dimension: vectors.dimension, pool: vectors.pool)
    pivots = try PagedArray(&reader, image, pool: pool)
    codes = try PagedArray(&reader, image, pool: pool)
    sums = try PagedArray(&reader, image, pool: pool)
    homes = try PagedArray(&reader, image, pool: pool)
    let stored = try reader.values(UInt8.self)
    let known = stored.compactMap(State.init)
    members = try reader.values()
    changes = try reader.values()
    alphas = try reader.values()
    inverseSpreads = try reader.values()
    floors = try reader.values()
    guard !known.isEmpty, known.count == stored.count, pivots.count == known.count, sums.count == known.count,
      codes.count == (known.count + 15) / 16, codes.stride == freshet_nibble_block_bytes(width),
      codes.elementsPerPage == Self.pivotsPerPage / 16, pivots.stride == 4 * width, sums.stride == 4 * width,
      homes.stride == 8, homes.count == vectors.slotCount,
      [members.count, changes.count, alphas.count, inverseSpreads.count, floors.count].allSatisfy({ $0 == known.count })
    else { throw .torn }
    restore(known)
    cells = []
    for _ in known { cells.append(try Cell(&reader, image, width)) }
    guard areTalliesPossible(vectors) else { throw .torn }
    spots = cells.map { CellSpot($0, width) }
    weights = cells.map { Float($0.count) }
  }

  /// Returns whether the counts in the file's directory are possible, without reading any cell. For example, each
  /// vector has one or two entries in the cells.
  private func areTalliesPossible(_ vectors: VectorTable) -> Bool {
    let (entries, first) = (cells.reduce(0) { $0 + $1.count }, members.reduce(0) { $0 + Int($1) })
    return first == vectors.count && entries >= first && entries <= 2 * first && states.contains(.open)
      && cells.indices.allSatisfy {
        (0...cells[$0].count).contains(Int(members[$0])) && (states[$0] != .vacant || cells[$0].count == 0)
          && (0...1 << 30).contains(changes[$0]) && (0...1 << 30).contains(floors[$0])
          && alphas[$0].isFinite && inverseSpreads[$0].isFinite
      }
  }
}

extension Cell {
  fileprivate init(_ reader: inout ByteReader, _ image: IndexImage, _ width: Int) throws(IndexFileError) {
    let (count, capacity) = (try reader.number(), try reader.number())
    let number = try reader.value(UInt64.self)
    if number == .max {
      guard count == 0, capacity == 0 else { throw .torn }
      self.init()
      return
    }
    let part = try IndexFile.part(number, of: image)
    guard capacity < 1 << 27, count <= 32 * capacity, image.parts[part].count == UInt64(Self.bytes(capacity, width))
    else { throw .torn }
    self.init(slab: image.slab(part), count: count, capacity: capacity)
  }
}

extension RecallModel {
  fileprivate func write(to writer: inout ImageWriter) {
    writer.directory.put(rates)
    writer.directory.put(caution)
    writer.directory.put(UInt64(fittedAt))
    writer.directory.put(UInt64(samples))
    writer.directory.put(UInt64(changes))
    writer.directory.put(yields)
    writer.directory.put(UInt64(calibration.answers))
    writer.directory.put([calibration.stated, calibration.found, calibration.error, Double(calibration.below)])
  }

  fileprivate init(_ reader: inout ByteReader) throws(IndexFileError) {
    self.init()
    let (rates, caution) = (try reader.values(Float.self), try reader.value(Float.self))
    let (fittedAt, samples, changes) = (try reader.number(), try reader.number(), try reader.number())
    let yields = try reader.values(Float.self)
    let (answers, sums) = (try reader.number(), try reader.values(Double.self))
    guard rates.count == Self.bins, (rates + yields + [caution]).allSatisfy({ $0.isFinite && $0 >= 0 }),
      sums.count == 4,
      sums.allSatisfy(\.isFinite), let below = Int(exactly: sums[3])
    else { throw .torn }
    var calibration = Calibration()
    (calibration.answers, calibration.stated, calibration.found) = (answers, sums[0], sums[1])
    (calibration.error, calibration.below) = (sums[2], below)
    self.init(
      rates: rates, caution: caution, fittedAt: fittedAt, samples: samples, changes: changes, yields: yields,
      calibration: calibration)
    if isLearning { restart(at: fittedAt) }  // the file doesn't hold the samples themselves
  }
}
