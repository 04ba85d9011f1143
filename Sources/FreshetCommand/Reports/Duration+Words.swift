internal import Freshet

extension Duration {
  /// The duration in words, in its largest one or two units, such as "840 ms", "1.24 s", "3 min 20 s", "5 h 12 min" or
  /// "3 d 4 h".
  package var inWords: String {
    let seconds = inSeconds
    if seconds < 1 { return "\((seconds * 1000).rounded(toPlaces: seconds < 0.01 ? 1 : 0)) ms" }
    if seconds < 60 { return "\(seconds.rounded(toPlaces: seconds < 10 ? 2 : 1)) s" }
    let whole = Int(seconds.rounded())
    if whole < 3600 { return Self.pair(whole, (60, "min"), (1, "s")) }
    if whole < 86_400 { return Self.pair(whole, (3600, "h"), (60, "min")) }
    return Self.pair(whole, (86_400, "d"), (3600, "h"))
  }

  private static func pair(_ seconds: Int, _ large: (Int, String), _ small: (Int, String)) -> String {
    let rest = seconds % large.0 / small.0
    return "\((seconds / large.0).grouped) \(large.1)" + (rest == 0 ? "" : " \(rest) \(small.1)")
  }
}
