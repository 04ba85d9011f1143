internal import ArgumentParser
internal import Freshet

/// Makes the findings of `freshet doctor` about freshet.toml.
enum ConfigurationCheck {
  static let name = "configuration"

  static func sound(_ path: String) -> HealthFinding {
    HealthFinding(.ok, name, "\(path) is valid (schema \(ConfigurationFile.schema))")
  }

  static func finding(_ error: ConfigurationError) -> HealthFinding {
    HealthFinding(
      .problem, name, "\(error)",
      cure: "correct the file: until then every command that opens a store ends with this error")
  }
}
