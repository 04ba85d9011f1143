internal import Freshet

/// The difference of two texts as `diff -u` prints it, with three lines of context.
///
/// Lines are compared byte by byte, so that `patch` turns the old text into exactly the new text.
package struct UnifiedDiff {
  /// One of the two texts that are compared, with its header.
  package struct Side {
    let name: String
    /// What the side's header line shows after the name and a tab.
    let label: String
    /// The text; nil if this version is a removal, which has none.
    let text: String?

    package init(name: String, label: String, text: String?) {
      self.name = name
      self.label = label
      self.text = text
    }

    fileprivate var header: String { text == nil ? "/dev/null\t\(label)" : "\(name.visible)\t\(label)" }
  }

  package struct Line: Equatable {
    package enum Kind {
      case header, position, shared, removed, added, remark
    }

    package let kind: Kind
    package let text: String
  }

  /// The lines of the difference; none if the texts are the same.
  package private(set) var lines: [Line] = []

  private static let context = 3

  package init(from old: Side, to new: Side) {
    let comparison = LineComparison(old.text ?? "", new.text ?? "")
    let steps = Self.steps(of: comparison)
    let hunks = Self.hunks(in: steps)
    if hunks.isEmpty { return }
    lines = [Line(kind: .header, text: "--- \(old.header)"), Line(kind: .header, text: "+++ \(new.header)")]
    var (oldNumber, newNumber, done) = (0, 0, 0)
    for hunk in hunks {
      for step in steps[done..<hunk.lowerBound] { step.advance(&oldNumber, &newNumber) }
      append(steps[hunk], after: &oldNumber, &newNumber)
      done = hunk.upperBound
    }
  }

  package var text: String { lines.map { $0.text + "\n" }.joined() }

  /// One line of the comparison: only in the old text, only in the new text, or in both.
  private struct Step {
    let kind: Line.Kind
    let bytes: ArraySlice<UInt8>

    func advance(_ oldNumber: inout Int, _ newNumber: inout Int) {
      if kind != .added { oldNumber += 1 }
      if kind != .removed { newNumber += 1 }
    }

    var lines: [Line] {
      let sign =
        switch kind {
        case .removed: "-"
        case .added: "+"
        default: " "
        }
      let isEnded = bytes.last == UInt8(ascii: "\n")
      let line = Line(kind: kind, text: sign + String(decoding: isEnded ? bytes.dropLast() : bytes, as: UTF8.self))
      return isEnded ? [line] : [line, Line(kind: .remark, text: #"\ No newline at end of file"#)]
    }
  }

  /// The lines of both texts in order. Where new lines replace old ones, the old ones come first.
  private static func steps(of comparison: LineComparison) -> [Step] {
    let (old, new) = (comparison.old, comparison.new)
    var steps: [Step] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if left < old.count, !comparison.isOldShared[left] {
        steps.append(Step(kind: .removed, bytes: old[left]))
        left += 1
      } else if right < new.count, !comparison.isNewShared[right] {
        steps.append(Step(kind: .added, bytes: new[right]))
        right += 1
      } else {
        steps.append(Step(kind: .shared, bytes: old[left]))
        (left, right) = (left + 1, right + 1)
      }
    }
    return steps
  }

  /// The hunks: ranges that hold changed lines and up to three shared lines before and after each. Overlapping and
  /// adjacent ranges become one hunk.
  private static func hunks(in steps: [Step]) -> [Range<Int>] {
    var hunks: [Range<Int>] = []
    for index in steps.indices where steps[index].kind != .shared {
      let range = max(0, index - context)..<min(steps.count, index + context + 1)
      if let last = hunks.last, range.lowerBound <= last.upperBound {
        hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
      } else {
        hunks.append(range)
      }
    }
    return hunks
  }

  private mutating func append(_ steps: ArraySlice<Step>, after oldNumber: inout Int, _ newNumber: inout Int) {
    let old = Self.range(after: oldNumber, steps.count { $0.kind != .added })
    let new = Self.range(after: newNumber, steps.count { $0.kind != .removed })
    lines.append(Line(kind: .position, text: "@@ -\(old) +\(new) @@"))
    for step in steps {
      lines += step.lines
      step.advance(&oldNumber, &newNumber)
    }
  }

  /// A hunk's line range as POSIX writes it: "first,count" in general, "first" for one line, and "before,0" for no
  /// lines, where "before" is the number of the preceding line.
  private static func range(after number: Int, _ count: Int) -> String {
    switch count {
    case 0: "\(number),0"
    case 1: "\(number + 1)"
    default: "\(number + 1),\(count)"
    }
  }
}
