internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization

package enum MetricsServerError: Error, Hashable, CustomStringConvertible {
  case refused(host: String, port: Int, why: String)

  package var description: String {
    switch self {
    case .refused(let host, let port, let why): "cannot listen on port \(port) of \(host): \(why)"
    }
  }
}
