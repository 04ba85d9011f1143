import FreshetCorpus
import Foundation
import Glibc
import Testing
import FreshetWatching

/// Hidden and secret-like names are no documents unless somebody names them.
@Suite struct HiddenNamesTests {
  private let scratch = ScratchFolder()

  private static let tree = [
    ".env", ".env.local", ".github/.cache/y.md", ".github/ci/deploy.md", ".github/x.md", ".hidden.md", "a.md",
    "docs/.drafts/b.md", "docs/.ssh/config", "docs/c.md", "docs/credentials", "docs/id_ed25519", "docs/server.pem",
  ]

  init() {
    for path in Self.tree { scratch.write("text", to: path) }
  }

  private func scan(
    include: [String] = [], exclude: [String] = [], takesHidden: Bool = false, named: [String] = [],
    scope: [String]? = nil
  ) throws -> ScanReport {
    let directory = WatchedDirectory(
      root: scratch.path, include: include, exclude: exclude, takesHidden: takesHidden, named: named)
    return try directory.scan(
      scope.map { try ScanScope(paths: $0) } ?? .everything, now: { Timestamp(nanoseconds: 0) })
  }

  private func files(
    include: [String] = [], exclude: [String] = [], takesHidden: Bool = false, named: [String] = [],
    scope: [String]? = nil
  ) throws -> [String] {
    try scan(include: include, exclude: exclude, takesHidden: takesHidden, named: named, scope: scope).files.map(\.path)
  }

  @Test func `what lies below a hidden name isn't looked at, and counts as hidden`() throws {
    let report = try scan()
    #expect(report.files.map(\.path) == ["a.md", "docs/c.md"])
    #expect(
      report.skipped
        == [
          ".env", ".env.local", ".github", ".hidden.md", "docs/.drafts", "docs/.ssh", "docs/credentials",
          "docs/id_ed25519", "docs/server.pem",
        ].map { SkippedEntry(path: $0, reason: .ignored, isHidden: true) })
    #expect(report.folders.map(\.path) == ["", "docs"])
    for path in Self.tree where path != "a.md" && path != "docs/c.md" {
      #expect(report.evidence(of: path) == .hidden, "\(path)")
    }
    #expect(report.evidence(of: "docs/gone.md") == .absent)
  }

  @Test func `with hidden names taken in, the secret-like ones stay out`() throws {
    #expect(
      try files(takesHidden: true)
        == [
          ".github/.cache/y.md", ".github/ci/deploy.md", ".github/x.md", ".hidden.md", "a.md", "docs/.drafts/b.md",
          "docs/c.md",
        ])
  }

  /// What `include` patterns name beside `**`, which takes in every name that isn't hidden.
  @Test(
    arguments: [
      (["*"], []), (["**/*"], []), (["?hidden.md"], []), (["[.]hidden.md"], []), (["*.md"], []),
      ([".hidden.md"], [".hidden.md"]), ([".hid*"], [".hidden.md"]), ([".*.md"], [".hidden.md"]),
      (["\\.hidden.md"], [".hidden.md"]), (["!.hidden.md"], []), (["/.hidden.md"], [".hidden.md"]),
      (["docs/.hidden.md"], []),
      ([".github"], [".github/ci/deploy.md", ".github/x.md"]),
      ([".github/"], [".github/ci/deploy.md", ".github/x.md"]),
      ([".github/**"], [".github/ci/deploy.md", ".github/x.md"]), ([".github/*.md"], [".github/x.md"]),
      ([".github/ci/*.md"], [".github/ci/deploy.md"]), ([".github/*/*.md"], [".github/ci/deploy.md"]),
      ([".github/**/deploy.md"], [".github/ci/deploy.md"]), ([".github/.cache/"], [".github/.cache/y.md"]),
      ([".github", ".cache"], [".github/.cache/y.md", ".github/ci/deploy.md", ".github/x.md"]),
      (["**/.cache"], []), (["**/.drafts/**"], ["docs/.drafts/b.md"]), ([".drafts"], ["docs/.drafts/b.md"]),
      (["docs/*/b.md"], []), (["docs/.d*/b.md"], ["docs/.drafts/b.md"]),
      ([".env*"], []),
      ([".*"], [".github/.cache/y.md", ".github/ci/deploy.md", ".github/x.md", ".hidden.md", "docs/.drafts/b.md"]),
      ([".env"], [".env"]), (["**/.env"], [".env"]), (["*.env"], []), ([".env.loca?"], []),
      ([".env.local"], [".env.local"]),
      (["id_*"], []), (["id_ed25519"], ["docs/id_ed25519"]), (["docs/id_ed25519"], ["docs/id_ed25519"]),
      (["*/id_ed25519"], ["docs/id_ed25519"]), (["*.pem"], []), (["server.pem"], ["docs/server.pem"]),
      ([".ssh/"], ["docs/.ssh/config"]), ([".ss?/"], []), (["docs/.ssh/config"], ["docs/.ssh/config"]),
      (["credentials"], ["docs/credentials"]), (["cred*"], []),
    ] as [([String], [String])])
  func `a pattern names a hidden name by its dot, and a secret-like one by all of it`(
    include: [String], beside: [String]
  ) throws {
    #expect(try files(include: ["**"] + include) == (["a.md", "docs/c.md"] + beside).sorted { precedes($0, $1) })
  }

  @Test func `a path that an argument named is a document, with what lies below it, whatever its characters`() throws {
    scratch.write("text", to: ".odd[1]*.md")
    #expect(try files(named: [".odd[1]*.md"]) == [".odd[1]*.md", "a.md", "docs/c.md"])
    #expect(try files(named: [".github"]) == [".github/ci/deploy.md", ".github/x.md", "a.md", "docs/c.md"])
    #expect(try files(named: [".github/ci"]) == [".github/ci/deploy.md", "a.md", "docs/c.md"])
    #expect(try files(named: [".env"]) == [".env", "a.md", "docs/c.md"])
    #expect(try files(exclude: [".env"], named: [".env"]) == ["a.md", "docs/c.md"])
  }

  @Test func `a scope is no naming: it looks at no more than a whole scan does`() throws {
    #expect(try files(scope: [".github/x.md", ".hidden.md", "docs/id_ed25519", "docs/c.md"]) == ["docs/c.md"])
    let report = try scan(scope: [".github/x.md"])
    #expect(report.evidence(of: ".github/x.md") == .hidden)
  }

  @Test func `the root may be hidden itself`() throws {
    let directory = WatchedDirectory(root: scratch.at(".github"))
    #expect(try directory.scan(now: { Timestamp(nanoseconds: 0) }).files.map(\.path) == ["ci/deploy.md", "x.md"])
  }

  @Test func `a link of a plain name leads to a hidden file, but not to a secret-like one`() throws {
    scratch.link("current", to: "docs/.drafts")
    scratch.link("settings", to: ".env")
    scratch.link("keys", to: "docs/.ssh")
    scratch.link(".link.md", to: "a.md")
    #expect(try files() == ["a.md", "current/b.md", "docs/c.md"])
    #expect(try files(takesHidden: true).contains("settings") == false)
    #expect(try files(named: [".env"]) == [".env", "a.md", "current/b.md", "docs/c.md", "settings"])
  }

  @Test(
    arguments: [
      "ID_RSA", "Server.PEM", ".ENV", ".env.production", ".envrc", "a.key", "b.p12", "c.pfx", "d.jks", "e.keystore",
      "f.kdbx", "g.ppk", ".netrc", "_netrc", ".pgpass", ".my.cnf", ".htpasswd", ".npmrc", ".pypirc", ".git-credentials",
      ".vault-token", "credentials.json", ".bash_history", ".aws/x", ".gnupg/x", ".kube/x", ".docker/x", ".env/x",
      ".password-store/x",
    ])
  func `the secret-like names`(name: String) throws {
    scratch.write("text", to: "more/" + name)
    #expect(try files(takesHidden: true, scope: ["more"]) == [])
    #expect(try files(named: ["more/" + name], scope: ["more"]).count == 1 || name.contains("/"))
  }

  @Test(arguments: ["grid_plan.md", "idle.md", "pem.md", "keys.md", "id.md", "ids/a.md", "id_cards/a.md", "env.md"])
  func `names that only resemble secret-like ones are documents`(name: String) throws {
    scratch.write("text", to: "more/" + name)
    #expect(try files(scope: ["more"]) == ["more/" + name])
  }

  @Test func `ignore files count although they are no documents, and their exclusion comes first`() throws {
    scratch.write("docs/\n.hidden.md\n", to: ".gitignore")
    let report = try scan()
    #expect(report.files.map(\.path) == ["a.md"])
    #expect(report.evidence(of: ".hidden.md") == .excluded(.ignored))
    #expect(report.evidence(of: "docs/.drafts/b.md") == .excluded(.ignored))
  }
}
