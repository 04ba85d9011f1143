/// Joins each code fence with the text that introduces it, if both fit into one chunk.
///
/// Code without its heading and the sentence above it can't be found, nor understood: many commands have equal
/// examples. So a short fence becomes one unit, and no chunk ends between it, the unit above it, and the headings above
/// that. A fence that doesn't fit is a run of lines of its own, between two chunk boundaries.
///
/// Whether a fence fits depends on its own text and the text right above it, so that an edit changes no other fence.
struct SoftFences {
  let sizer: UnitSizer

  func joined(_ units: [SizedUnit]) -> [SizedUnit] {
    var result: [SizedUnit] = []
    result.reserveCapacity(units.count)
    var (start, isAfterHardFence) = (0, false)
    while start < units.count {
      let end = self.end(ofFenceAt: start, in: units)
      guard end > start else {
        result.append(units[start])
        if isAfterHardFence { result[result.count - 1].unit.opensRun = true }
        (start, isAfterHardFence) = (start + 1, false)
        continue
      }
      isAfterHardFence = !add(units[start..<end], to: &result)
      start = end
    }
    return result
  }

  /// The end of the fence that begins at `start`; `start` if none does.
  private func end(ofFenceAt start: Int, in units: [SizedUnit]) -> Int {
    guard case .fence = units[start].unit.kind else { return start }
    var end = start + 1
    while end < units.count, units[end].unit.kind == units[start].unit.kind, !units[end].unit.opensRun { end += 1 }
    return end
  }

  /// Adds a fence. Returns whether it is one unit now.
  private func add(_ fence: ArraySlice<SizedUnit>, to result: inout [SizedUnit]) -> Bool {
    let tokens = fence.reduce(0) { $0 + $1.tokens }
    let introduction = fence.first?.unit.opensRun == true ? nil : introduction(in: result)
    let above = introduction.map { result[$0...].reduce(0) { $0 + $1.tokens } } ?? 0
    let first = introduction.map { result[$0].unit } ?? fence[fence.startIndex].unit
    let bytes = fence[fence.endIndex - 1].unit.bytes.upperBound - first.bytes.lowerBound
    guard above + tokens <= sizer.sizes.maximum, bytes <= sizer.sizes.maximumInBytes else {
      var lines = Array(fence)
      if result.last?.unit.kind != .heading { lines[0].unit.opensRun = true }
      result += lines
      return false
    }
    if introduction != nil { result[result.count - 1].attachNext() }
    let isBare = introduction == nil && !result.isEmpty
    result.append(whole(fence, tokens: tokens, opensRun: isBare || fence[fence.startIndex].unit.opensRun))
    return true
  }

  private func whole(_ fence: ArraySlice<SizedUnit>, tokens: Int, opensRun: Bool) -> SizedUnit {
    var (unit, last) = (fence[fence.startIndex].unit, fence[fence.endIndex - 1].unit)
    unit.bytes = unit.bytes.lowerBound..<last.bytes.upperBound
    (unit.deciding, unit.opensRun, unit.ease) = (unit.bytes, opensRun, last.ease == .never ? .never : .example)
    let hash = UnitHash.hash(sizer.lines.bytes, in: unit.bytes)
    return SizedUnit(unit, tokens: tokens, hash: hash, target: sizer.sizes.target)
  }

  /// The index of the first unit of what introduces a fence below `units`: the last unit, and the headings above it.
  /// Nil if the last unit is itself of a fence, or if there is none.
  private func introduction(in units: [SizedUnit]) -> Int? {
    guard let last = units.last else { return nil }
    if case .fence = last.unit.kind { return nil }
    var first = units.count - 1
    while first > 0, !units[first].unit.opensRun, units[first - 1].unit.kind == .heading { first -= 1 }
    return first
  }
}
