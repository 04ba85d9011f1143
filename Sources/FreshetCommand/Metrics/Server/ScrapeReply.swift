internal import NIOCore
internal import NIOHTTP1

/// The HTTP response to a request for metrics.
struct ScrapeReply {
  let status: HTTPResponseStatus
  let body: String

  var contentType: String { status == .ok ? ExpositionText.contentType : "text/plain; charset=utf-8" }

  init(to head: HTTPRequestHead, _ text: () -> String) {
    let path = head.uri.prefix { $0 != "?" }
    (status, body) =
      if !Self.isLocal(head.headers.first(name: "Host")) {
        (.misdirectedRequest, "the Host header must be one of this machine's own names\n")
      } else if path != "/metrics" {
        (.notFound, "this server has only /metrics\n")
      } else if head.method != .GET, head.method != .HEAD {
        (.methodNotAllowed, "GET or HEAD only\n")
      } else {
        (.ok, text())
      }
  }

  /// Whether the Host header is a name of this machine. A missing header is accepted, because every browser sends one.
  private static func isLocal(_ host: String?) -> Bool {
    guard let host else { return true }
    let name = host.hasSuffix("]") ? host[...] : host.lastIndex(of: ":").map { host[..<$0] } ?? host[...]
    return ["127.0.0.1", "localhost", "[::1]"].contains(name.lowercased())
  }
}
