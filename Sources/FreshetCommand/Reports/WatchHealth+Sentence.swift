internal import Freshet

extension WatchHealth {
  /// For people, in a word and its reason.
  var sentence: String {
    switch self {
    case .watching: "watching"
    case .polling(let every, let why): "looking every \(DurationText(every)): \(why)"
    case .catchingUp(let why): "catching up: \(why)"
    case .blind(let why): "blind: \(why)"
    }
  }
}
