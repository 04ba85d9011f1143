internal import Freshet

extension WatchHealth {
  /// The health for people: a word, and the reason.
  var sentence: String {
    switch self {
    case .watching: "watching"
    case .polling(let every, let why): "looking every \(DurationText(every)): \(why)"
    case .catchingUp(let why): "catching up: \(why)"
    case .blind(let why): "blind: \(why)"
    }
  }
}
