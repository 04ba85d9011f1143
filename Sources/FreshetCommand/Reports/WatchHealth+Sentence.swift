internal import Freshet

extension WatchHealth {
  /// The watch's health in words, with its reason if it has one.
  var sentence: String {
    switch self {
    case .watching: "watching"
    case .polling(let every, let why): "polling every \(DurationText(every)): \(why)"
    case .catchingUp(let why): "catching up: \(why)"
    case .blind(let why): "blind: \(why)"
    }
  }
}
