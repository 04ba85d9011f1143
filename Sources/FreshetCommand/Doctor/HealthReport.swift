internal import Foundation
internal import Freshet

/// Prints the findings of `freshet doctor` in lines of 80 columns: the verdict, the name of the check, what the check
/// found, and, after `>`, what helps.
struct HealthReport {
  let store: String?
  let findings: [HealthFinding]

  var hasProblem: Bool { count(of: .problem) > 0 }

  func count(of verdict: HealthVerdict) -> Int { findings.count { $0.verdict == verdict } }

  func show() {
    for finding in findings {
      for line in Self.lines(finding) { print(line) }
    }
    print("\(summary)")
  }

  var summary: String {
    let (problems, warnings) = (count(of: .problem), count(of: .warning))
    return "\(problems.counted("problem")), \(warnings.counted("warning"))"
  }

  private static let verdictWidth = 9
  private static let checkWidth = 15
  private static let width = 80

  static func lines(_ finding: HealthFinding) -> [PrintedText] {
    let indent = verdictWidth + checkWidth
    let verdict = finding.verdict.rawValue.padded(to: verdictWidth)
    let found = wrapped(finding.found.inCommands, to: width - indent)
    let cures = finding.cure.map { wrapped($0.inCommands, to: width - indent - 2) } ?? []
    let rest = found.dropFirst() + cures.enumerated().map { ($0.offset == 0 ? "> " : "  ") + $0.element }
    let margin = String(repeating: " ", count: indent)
    return ["\(coloured(verdict, finding.verdict))\(finding.check.padded(to: checkWidth))\(found[0])"]
      + rest.map { "\(margin)\($0)" }
  }

  private static func coloured(_ verdict: String, _ kind: HealthVerdict) -> PrintedText {
    let text: PrintedText = "\(verdict)"
    return switch kind {
    case .ok: Terminal.added(text)
    case .note: Terminal.dim(text)
    case .warning: Terminal.warning(text)
    case .problem: Terminal.removed(text)
    }
  }

  /// Splits text at blanks into lines of at most `width` characters. A longer word, such as a path, gets a line of its
  /// own.
  static func wrapped(_ text: String, to width: Int) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ").map({ String($0).visible }) {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = word
      } else if last.count + 1 + word.count <= width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(word)
      }
    }
    return lines
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}
