import Foundation
internal import Freshet
internal import FreshetCommand
import Metrics
import Testing

@Suite struct PrometheusRegistryTests {
  private let registry = PrometheusRegistry()

  private func scrape() throws -> ExpositionGrammar {
    try ExpositionGrammar(ExpositionText.text(registry.families()))
  }

  @Test func `the text is as the format's own example has it`() {
    let counter = Counter(label: "freshet.refreshes", dimensions: [("source", "docs")], factory: registry)
    counter.increment(by: 3)
    Gauge(label: "freshet.pending", dimensions: [("source", "docs")], factory: registry).record(7)
    let text = ExpositionText.text(registry.families())
    #expect(
      text == """
        # HELP freshet_pending Documents that may differ from the index and await a refresh.
        # TYPE freshet_pending gauge
        freshet_pending{source="docs"} 7
        # HELP freshet_refreshes_total Changes of documents that were indexed: new texts, and removals.
        # TYPE freshet_refreshes_total counter
        freshet_refreshes_total{source="docs"} 3
        # HELP freshet_metrics_dropped_series Series that the registry refused to keep.
        # TYPE freshet_metrics_dropped_series gauge
        freshet_metrics_dropped_series 0

        """)
  }

  @Test func `a timer is a histogram of seconds`() throws {
    let timer = Metrics.Timer(label: "freshet.lag", dimensions: [("source", "docs")], factory: registry)
    for milliseconds in [0, 1, 2, 40, 100, 100_000, 9_000_000] { timer.recordMilliseconds(milliseconds) }
    let scrape = try scrape()
    func bucket(_ bound: String) -> Double? {
      scrape.values[#"freshet_lag_seconds_bucket{source="docs",le="\#(bound)"}"#]
    }
    #expect(bucket("0.001") == 2, "a bound belongs to its bucket")
    #expect(bucket("0.0025") == 3)
    #expect(bucket("0.05") == 4)
    #expect(bucket("0.1") == 5)
    #expect(bucket("60") == 5)
    #expect(bucket("3600") == 6)
    #expect(bucket("+Inf") == 7)
    #expect(scrape.values[#"freshet_lag_seconds_sum{source="docs"}"#] == 9_100.143)
  }

  @Test(arguments: [
    #"quo"te"#, #"back\slash"#, "line\nfeed", "carriage\rreturn", #"\n"#, "}", ",le=\"0.1\"", "", "ключ", "\u{0}",
    "\u{2028}",
    "\r\n",
  ])
  func `a hostile label value stays one value`(value: String) throws {
    Counter(label: "freshet.answers", dimensions: [("freshness", value)], factory: registry).increment()
    let scrape = try scrape()
    #expect(scrape.values.keys.filter { $0.hasPrefix("freshet_answers_total{freshness=\"") }.count == 1)
    #expect(scrape.values.count == 2)
  }

  @Test func `names and labels become legal, and labels are sorted`() throws {
    Counter(label: "9 lives.été", dimensions: [("b-c", "1"), ("a", "2")], factory: registry).increment()
    #expect(try scrape().values[#"_9_lives__t__total{a="2",b_c="1"}"#] == 1)
  }

  @Test func `the same series is given to all, whatever the order of its labels`() throws {
    for labels in [[("a", "1"), ("b", "2")], [("b", "2"), ("a", "1")]] {
      Counter(label: "x", dimensions: labels, factory: registry).increment()
    }
    #expect(try scrape().values[#"x_total{a="1",b="2"}"#] == 2)
  }

  @Test func `what isn't finite or falls is left out`() throws {
    let gauge = Gauge(label: "g", factory: registry)
    #expect(try scrape().values["g"] == nil, "it was never set")
    for value in [Double.nan, .infinity, 2, -.infinity] { gauge.record(value) }
    let counter = Counter(label: "c", factory: registry)
    for amount in [5, -3] { counter.increment(by: amount) }
    FloatingPointCounter(label: "f", factory: registry).increment(by: Double.nan)
    let scrape = try scrape()
    #expect(scrape.values["g"] == 2)
    #expect(scrape.values["c_total"] == 5)
    #expect(scrape.values["f_total"] == 0)
  }

  @Test func `series have a bound, and those beyond it are counted`() throws {
    for number in 0..<PrometheusRegistry.seriesLimit + 10 {
      Counter(label: "c", dimensions: [("n", "\(number)")], factory: registry).increment()
    }
    let scrape = try scrape()
    #expect(scrape.values.count == PrometheusRegistry.seriesLimit + 1)
    #expect(scrape.values["freshet_metrics_dropped_series"] == 10)
  }

  @Test func `a name stands for one kind: the first that came`() throws {
    Counter(label: "a", factory: registry).increment(by: 3)
    Gauge(label: "a.total", factory: registry).record(7)
    Counter(label: "a_total", dimensions: [("b", "c")], factory: registry).increment()
    let scrape = try scrape()
    #expect(
      scrape.values == ["a_total": 3, #"a_total{b="c"}"#: 1, "freshet_metrics_dropped_series": 1])
  }

  @Test func `values that differ in their line's end stay apart`() throws {
    for value in ["a\n", "a\r", "a\r\n", "a\\n", "a"] {
      Counter(label: "c", dimensions: [("v", value)], factory: registry).increment()
    }
    #expect(try scrape().values.count == 6)
  }

  @Test func `a meter goes up and down, and what is destroyed is gone`() throws {
    let meter = Meter(label: "m", factory: registry)
    meter.set(5)
    meter.increment(by: 2.0)
    meter.decrement(by: 3.0)
    #expect(try scrape().values["m"] == 4)
    meter.destroy()
    #expect(try scrape().values["m"] == nil)
  }

  @Test func `many write while it is read`() async throws {
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask { [registry] in
          let counter = Counter(label: "c", factory: registry)
          let timer = Metrics.Timer(label: "t", factory: registry)
          for _ in 0..<1_000 {
            counter.increment()
            timer.recordMilliseconds(1)
          }
        }
      }
      group.addTask { [registry] in for _ in 0..<100 { _ = ExpositionText.text(registry.families()) } }
    }
    let scrape = try scrape()
    #expect(scrape.values["c_total"] == 8_000)
    #expect(scrape.values["t_seconds_count"] == 8_000)
  }
}
