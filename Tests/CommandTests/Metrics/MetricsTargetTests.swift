internal import FreshetCommand
import Testing

@Suite struct MetricsTargetTests {
  @Test(arguments: [
    ("127.0.0.1:9187", MetricsTarget.port(host: "127.0.0.1", port: 9_187)), (":0", .port(host: "127.0.0.1", port: 0)),
    ("localhost:80", .port(host: "127.0.0.1", port: 80)), ("[::1]:65535", .port(host: "::1", port: 65_535)),
    ("freshet.prom", .file("freshet.prom")), ("/var/lib/x/freshet.prom", .file("/var/lib/x/freshet.prom")),
    ("./a:1", .file("./a:1")),
  ])
  func `an address of this machine is a port, all else a file`(text: String, target: MetricsTarget) throws {
    #expect(try MetricsTarget(text) == target)
  }

  @Test(arguments: [
    "0.0.0.0:80", "[::]:80", "192.168.0.7:80", "example.org:80", "127.0.0.2:80", "*:80", "::1:80", "[::1%lo]:80",
  ])
  func `what others can reach is refused`(text: String) {
    #expect(throws: MetricsTargetError.notLoopback(String(text[..<text.lastIndex(of: ":")!]))) {
      try MetricsTarget(text)
    }
  }

  @Test(arguments: [":", ":x", ":-1", ":+1", ":65536", "127.0.0.1:", ":١", ":99999999999999999999", "localhost: 80"])
  func `what is no port is refused`(text: String) {
    #expect(throws: MetricsTargetError.noPort(text)) { try MetricsTarget(text) }
  }
}
