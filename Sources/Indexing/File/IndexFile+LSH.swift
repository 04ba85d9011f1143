internal import CKernels

extension LSHIndex {
  func write(to writer: inout ImageWriter) throws(IndexFileError) {
    try vectors.write(to: &writer)
    try cells.write(to: &writer)
    model.write(to: &writer)
  }

  init(_ vectors: VectorTable, _ reader: inout ByteReader, _ image: IndexImage) throws(IndexFileError) {
    self.init(dimension: vectors.dimension)
    self.vectors = vectors
    cells = try CellSet(dimension: vectors.dimension, slots: vectors.slotCount, &reader, image, vectors.pool)
    model = try RecallModel(&reader)
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
    dimension: Int, slots: Int, _ reader: inout ByteReader, _ image: IndexImage, _ pool: MemoryPool
  ) throws(IndexFileError) {
    self.init(dimension: dimension, pool: pool)
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
      homes.stride == 8, homes.count <= slots,
      [members.count, changes.count, alphas.count, inverseSpreads.count, floors.count].allSatisfy({ $0 == known.count })
    else { throw .torn }
    states = known
    cells = []
    for _ in known { cells.append(try Cell(&reader, image, width)) }
    spots = cells.map { CellSpot($0, width) }
    weights = cells.map { Float($0.count) }
  }
}

extension Cell {
  fileprivate init(_ reader: inout ByteReader, _ image: IndexImage, _ width: Int) throws(IndexFileError) {
    let (count, capacity) = (try reader.value(UInt64.self), try reader.value(UInt64.self))
    let number = try reader.value(UInt64.self)
    if number == .max {
      guard count == 0 else { throw .torn }
      self.init()
      return
    }
    let part = try IndexFile.part(number, of: image)
    guard capacity < 1 << 27, count <= 32 * capacity, image.parts[part].count == UInt64(Self.bytes(Int(capacity), width))
    else { throw .torn }
    self.init(slab: image.slab(part), count: Int(count), capacity: Int(capacity))
  }
}

extension RecallModel {
  fileprivate func write(to writer: inout ImageWriter) {
    writer.directory.put(rates)
    writer.directory.put(caution)
    writer.directory.put(UInt64(fittedAt))
    writer.directory.put(UInt64(samples))
    writer.directory.put(yields)
    writer.directory.put(UInt64(calibration.answers))
    writer.directory.put([calibration.stated, calibration.found, calibration.error, Double(calibration.below)])
  }

  fileprivate init(_ reader: inout ByteReader) throws(IndexFileError) {
    self.init()
    let (rates, caution) = (try reader.values(Float.self), try reader.value(Float.self))
    let (fittedAt, samples) = (try reader.value(UInt64.self), try reader.value(UInt64.self))
    let yields = try reader.values(Float.self)
    let (answers, sums) = (try reader.value(UInt64.self), try reader.values(Double.self))
    guard rates.count == Self.bins, sums.count == 4, max(fittedAt, samples, answers) < 1 << 40 else { throw .torn }
    var calibration = Calibration()
    (calibration.answers, calibration.stated, calibration.found) = (Int(answers), sums[0], sums[1])
    (calibration.error, calibration.below) = (sums[2], Int(sums[3]))
    self.init(
      rates: rates, caution: caution, fittedAt: Int(fittedAt), samples: Int(samples), yields: yields,
      calibration: calibration)
  }
}
