internal import ArgumentParser
internal import Freshet

/// Makes the findings of `freshet doctor` about freshet.toml.
enum ConfigurationCheck {
  static let name = "configuration"

  static func sound(_ path: String) -> HealthFinding {
    HealthFinding(.ok, name, "\(path) can be read, in schema \(ConfigurationFile.schema)")
  }

  static func finding(_ error: ConfigurationError) -> HealthFinding {
    HealthFinding(
      .problem, name, "\(error)", cure: "mend the file: every command that opens a store refuses until then")
  }
}
