package import Freshet

/// The health of a source's watcher as JSON.
package struct HealthObject: Encodable {
  let health: String
  let why: String?
  let everySeconds: Double?

  package init(_ health: WatchHealth) {
    self.health = health.name
    switch health {
    case .watching: (why, everySeconds) = (nil, nil)
    case .polling(let every, let why): (self.why, everySeconds) = (why, every.inSeconds)
    case .catchingUp(let why), .blind(let why): (self.why, everySeconds) = (why, nil)
    }
  }
}
