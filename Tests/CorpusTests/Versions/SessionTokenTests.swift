internal import FreshetCorpus
import Testing

@Suite struct SessionTokenTests {
  @Test func `a token is printed and parsed as store, sequence and checksum`() {
    let tokens = [
      ("s.0.0123456789abcdef", SessionToken(store: "s", sequence: 0, history: "0123456789abcdef")),
      (
        "8f14e45f-ceea.4611686018427387904.ffffffffffffffff",
        SessionToken(store: "8f14e45f-ceea", sequence: 1 << 62, history: "ffffffffffffffff")
      ),
    ]
    for (text, token) in tokens {
      #expect(token.description == text)
      #expect(SessionToken(text) == token)
    }
  }

  @Test(arguments: [
    "", ".", "..", "s", "s.1", "s.1.", "s.1.0123456789abcde", "s.1.0123456789abcdef0",
    ".1.0123456789abcdef", "s..0123456789abcdef", "s.-1.0123456789abcdef", "s.x.0123456789abcdef",
    "s. 1.0123456789abcdef", "s.1 .0123456789abcdef", "s.0x1.0123456789abcdef",
    "s.9223372036854775808.0123456789abcdef", "s.1.0123456789abcdef.", ".s.1.0123456789abcdef",
    "s.t.1.0123456789abcdef", "s.1.0123456789abcdef\n", "0123456789abcdef",
  ])
  func `anything else is refused`(_ text: String) {
    #expect(SessionToken(text) == nil)
  }

  @Test(arguments: ["s.1.0123456789abcdeg", "s.+1.0123456789abcdef", "s.01.0123456789abcdef"])
  func `what no store prints is refused`(_ text: String) {
    #expect(SessionToken(text) == nil)
  }

  @Test func `tokens that differ in one part are different`() {
    let token = SessionToken(store: "s", sequence: 1, history: "0123456789abcdef")
    let others = [
      SessionToken(store: "t", sequence: 1, history: "0123456789abcdef"),
      SessionToken(store: "s", sequence: 2, history: "0123456789abcdef"),
      SessionToken(store: "s", sequence: 1, history: "0123456789abcdee"),
    ]
    #expect(others.filter { $0 == token } == [])
  }
}
