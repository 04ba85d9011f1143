internal import FreshetFiles
internal import Foundation
internal import Freshet
internal import FreshetWire

struct Setting<Value> {
  let value: Value
  let origin: SettingOrigin
}
