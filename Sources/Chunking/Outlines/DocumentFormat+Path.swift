package import FreshetCorpus

extension DocumentFormat {
  /// Determines the format from the file's name; plain text if the name indicates no other format.
  package init(forPath path: String) {
    let name = path.pathNames.last?.lowercased() ?? ""
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    let ending = parts.count > 1 ? String(parts[parts.count - 1]) : ""
    if Self.markdownEndings.contains(ending) {
      self = .markdown
    } else if Self.codeEndings.contains(ending) || Self.codeNames.contains(name) {
      self = .sourceCode
    } else {
      self = .plainText
    }
  }

  private static let markdownEndings: Set<String> = ["md", "markdown", "mdx", "mdown", "mkd", "qmd", "rmd"]

  private static let codeNames: Set<String> = [
    "makefile", "gnumakefile", "dockerfile", "containerfile", "cmakelists.txt", "rakefile", "gemfile",
    "justfile",
    "jenkinsfile", "vagrantfile", "build", "workspace", ".bashrc", ".zshrc", ".profile", ".gitignore",
    ".gitattributes", ".editorconfig", ".swift-format",
  ]

  private static let codeEndings = Set(
    """
    swift c h cc cpp cxx hpp hh hxx m mm py pyi rb rs go java kt kts scala groovy js mjs cjs jsx ts mts cts tsx cs fs \
    vb php pl pm sh bash zsh fish ps1 bat sql lua r jl hs ml mli ex exs erl hrl clj cljs cljc edn lisp cl scm rkt el \
    vim css scss sass less html htm xhtml vue svelte xml xsd xsl svg plist json jsonl ndjson json5 yaml yml toml ini \
    cfg conf properties env cmake make mk gradle proto thrift graphql gql tf tfvars hcl nix dockerfile bzl dart zig \
    nim d f90 f95 pas asm s v sv vhd tcl awk sed diff patch csv tsv lock modulemap
    """.split(separator: " ").map(String.init))
}
