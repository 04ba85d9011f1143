internal import FreshetCommand
import Testing

/// The text format of metrics, as Prometheus' own client reads it.
@Suite struct PrometheusTextTests {
  @Test func `names come out in order, each with one HELP and one TYPE, and all is escaped`() throws {
    var metrics = PrometheusText()
    metrics.add("b_total", .counter, help: "Back\\slash and\nline.", labels: ["path": "a\"b\\c\nd é"], 2)
    metrics.add("a_seconds", help: "Plain.", 0.25)
    metrics.add("b_total", .counter, help: "Not this one.", labels: ["path": "x", "rule": "y"], 1_795_660_849.47)
    #expect(
      metrics.text == #"""
        # HELP a_seconds Plain.
        # TYPE a_seconds gauge
        a_seconds 0.25
        # HELP b_total Back\\slash and\nline.
        # TYPE b_total counter
        b_total{path="a\"b\\c\nd é"} 2
        b_total{path="x",rule="y"} 1795660849.47

        """#)
    #expect(
      try PublishedSchemas.samples(metrics.text) == [
        ["a_seconds", [:], 0.25], ["b_total", ["path": "a\"b\\c\nd é"], 2],
        ["b_total", ["path": "x", "rule": "y"], .number(1_795_660_849.47)],
      ])
  }

  @Test func `a histogram is cumulative, and its parts stand under its name`() throws {
    let family = MetricFamily(
      head: MetricFamily.Head(name: "lag_seconds", help: "Lag.", kind: .histogram),
      samples: [MetricSample(labels: [], value: .histogram(bounds: [0.5], counts: [1, 2], sum: 4.5))])
    let text = ExpositionText.text([family])
    #expect(
      text == """
        # HELP lag_seconds Lag.
        # TYPE lag_seconds histogram
        lag_seconds_bucket{le="0.5"} 1
        lag_seconds_bucket{le="+Inf"} 3
        lag_seconds_sum 4.5
        lag_seconds_count 3

        """)
    #expect(try PublishedSchemas.samples(text).count == 4)
  }

  @Test(arguments: [
    (Double.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"), (-0.0, "0"), (1e20, "1e+20"), (-3, "-3"),
  ])
  func `numbers are written as the format has them`(value: Double, text: String) {
    var metrics = PrometheusText()
    metrics.add("m", help: "M.", value)
    #expect(metrics.text.hasSuffix("\nm \(text)\n"))
  }
}
