// Ebbstone internal tool. Not for release outside the company without the
// consent of the data steward. It comes without any promise of fitness.

import Foundation

/// A run of missing minutes. One missing minute is a hiccup and not a gap.
struct Gap: Equatable {
    let firstMissing: Int   // minutes since the start of the month
    let length: Int

    /// Gatekeeper may draw a straight line only over short, level gaps.
    func canBeFilled(before: Int, after: Int) -> Bool {
        length <= 10 && abs(after - before) < 100
    }
}

/// Finds the gaps of one month in a sorted list of minutes that did arrive.
struct GapFinder {
    let minutesInMonth: Int

    func gaps(arrived: [Int]) -> [Gap] {
        var result: [Gap] = []
        var expected = 0
        for minute in arrived + [minutesInMonth] {
            precondition(minute >= expected - 1, "minutes must be sorted")
            let missing = minute - expected
            if missing >= 2 {
                result.append(Gap(firstMissing: expected, length: missing))
            }
            expected = max(expected, minute + 1)
        }
        return result
    }

    /// Share of minutes that arrived, as the monthly report prints it. It is
    /// rounded down, because 97.96 percent is less than the 98 we promised.
    func coverage(arrived: [Int]) -> String {
        let perMille = Set(arrived).count * 1000 / minutesInMonth
        return "\(perMille / 10).\(perMille % 10) %"
    }
}
