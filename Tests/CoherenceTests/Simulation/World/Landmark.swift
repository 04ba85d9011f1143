/// Situations that the histories must reach, or their passing would mean little.
enum Landmark: Int, CaseIterable {
  case takeover, watcherOvertaken, crash, restore, spaceChange
  case overflow, lookFailed, lookFoundChanges, retirement, skipped
  case refreshOvertaken, refreshRewritten, refreshFailed, tornReadInstalled, changedWhileRefreshed
  case leaseLost, standInServed, embeddingFailed
  case barrierKept, barrierTimedOut, boundedKept, boundedBroken, sessionRefused
  case deadLettered, replacedRoot
}

/// How often each was reached.
struct Landmarks {
  private(set) var counts = Array(repeating: 0, count: Landmark.allCases.count)

  mutating func reach(_ landmark: Landmark) {
    counts[landmark.rawValue] += 1
  }

  func count(of landmark: Landmark) -> Int { counts[landmark.rawValue] }

  mutating func add(_ other: Landmarks) {
    for index in counts.indices { counts[index] += other.counts[index] }
  }
}
