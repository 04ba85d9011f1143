internal import FreshetFiles
internal import Foundation
internal import Freshet

struct Setting<Value> {
  let value: Value
  let origin: SettingOrigin
}
