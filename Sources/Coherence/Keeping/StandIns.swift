package import FreshetCorpus

/// Chooses stand-ins: passages of a document's old version whose vectors represent passages of the new version until
/// those have vectors of their own.
///
/// The algorithm aligns the passages of both versions by address (the hash of the text). Addresses that occur exactly
/// once on both sides are candidates for anchors; the longest sequence of them that increases on both sides is used
/// (Cohen's patience diff). Equal passages at the beginning or end of a gap between anchors are aligned too. If further
/// addresses are unique within a gap, the gap is split again. In each remaining gap, k old passages were removed and m
/// new ones added: old passage ⌊i·k/m⌋ stands in for new passage i. A passage that only moved keeps its own vector: it
/// neither stands in nor needs a stand-in.
package enum StandIns {
  /// Returns the stand-ins: for the index of each added passage, the address of the old passage that represents it. An
  /// added passage in a gap without removed passages has no stand-in.
  ///
  /// - Complexity: O((*n* + *m*) log *n*) for each level of splitting, for *n* old and *m* new passages. Usually there
  ///   are one or two levels; at worst *n*, if every address repeats and each split makes few of them unique.
  package static func align(old: [ContentAddress], new: [ContentAddress]) -> [Int: ContentAddress] {
    let held = (old: Set(old), new: Set(new))
    var standIns: [Int: ContentAddress] = [:]
    var gaps = [Gap(old: old.indices, new: new.indices)]
    while let gap = gaps.popLast().map({ trimmed($0, old, new) }) {
      let anchors = anchors(in: gap, old, new)
      guard anchors.isEmpty else {
        gaps += gap.split(at: anchors)
        continue
      }
      let went = gap.old.filter { !held.new.contains(old[$0]) }
      let came = gap.new.filter { !held.old.contains(new[$0]) }
      for (place, index) in came.enumerated() where !went.isEmpty {
        standIns[index] = old[went[place * went.count / came.count]]
      }
    }
    return standIns
  }

  private struct Anchor {
    let old: Int
    let new: Int
  }

  private struct Gap {
    var old: Range<Int>
    var new: Range<Int>

    func split(at anchors: [Anchor]) -> [Gap] {
      let ends = anchors + [Anchor(old: old.upperBound, new: new.upperBound)]
      var start = Anchor(old: old.lowerBound, new: new.lowerBound)
      return ends.map { end in
        defer { start = Anchor(old: end.old + 1, new: end.new + 1) }
        return Gap(old: start.old..<end.old, new: start.new..<end.new)
      }
    }
  }

  /// Returns the gap without the equal passages at its beginning and its end.
  private static func trimmed(_ gap: Gap, _ old: [ContentAddress], _ new: [ContentAddress]) -> Gap {
    let head = zip(gap.old, gap.new).prefix { old[$0] == new[$1] }.count
    let rest = Gap(old: gap.old.dropFirst(head), new: gap.new.dropFirst(head))
    let tail = zip(rest.old.reversed(), rest.new.reversed()).prefix { old[$0] == new[$1] }.count
    return Gap(old: rest.old.dropLast(tail), new: rest.new.dropLast(tail))
  }

  /// Returns the anchors of a gap: the longest sequence, increasing on both sides, of addresses that occur exactly once
  /// on each side of the gap.
  private static func anchors(in gap: Gap, _ old: [ContentAddress], _ new: [ContentAddress]) -> [Anchor] {
    guard !gap.old.isEmpty, !gap.new.isEmpty else { return [] }
    let oldPlaces = uniquePlaces(gap.old, old)
    let newPlaces = uniquePlaces(gap.new, new)
    let shared = newPlaces.compactMap { address, index in oldPlaces[address].map { Anchor(old: $0, new: index) } }
    return longestIncreasing(shared.sorted { $0.new < $1.new })
  }

  private static func uniquePlaces(_ range: Range<Int>, _ addresses: [ContentAddress]) -> [ContentAddress: Int] {
    let places = Dictionary(range.map { (addresses[$0], $0) }) { _, _ in -1 }
    return places.filter { $0.value >= 0 }
  }

  /// Returns a longest increasing subsequence of `anchors` by their old index, found by patience sorting. Source:
  /// Schensted, "Longest Increasing and Decreasing Subsequences", Canad. J. Math. 13, 1961.
  private static func longestIncreasing(_ anchors: [Anchor]) -> [Anchor] {
    /// `tops[k]` is the last anchor of the best sequence of length k + 1; `before[i]` is the predecessor of anchor i in
    /// its sequence.
    var tops: [Int] = []
    var before: [Int?] = []
    for (index, anchor) in anchors.enumerated() {
      let length = tops.partitioningIndex { anchors[$0].old >= anchor.old }
      before.append(length > 0 ? tops[length - 1] : nil)
      if length < tops.count { tops[length] = index } else { tops.append(index) }
    }
    var longest: [Anchor] = []
    var next = tops.last
    while let index = next {
      longest.append(anchors[index])
      next = before[index]
    }
    return longest.reversed()
  }
}
