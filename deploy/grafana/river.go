package main

// river asks whether news flows: from poll to store, how fast, and what falls out.
func river() Dashboard {
	return Dashboard{
		Name: "river", Title: "Rasad: River",
		About:   "Does news flow from the feeds to the store, how fast, and what became of every item?",
		Choices: []variable{several("stage", "Stage", `label_values(rasad_stage_in_flight{job=~"$job"}, stage)`)},
		Rows:    []Row{riverNow(), riverFlow(), riverTime(), riverLedger(), riverWork()},
	}
}

func riverNow() Row {
	return Row{"Now", []Panel{
		{
			Kind: "stat", Title: "Late items", Width: 4, Height: 4, Unit: "percentunit", Decimals: new(1), Empty: "nothing stored",
			About:   "Share of the items of the last 30 minutes that were stored more than five minutes after they were seen. The promise is 5 % at most. Red: six times that; find the stage that lags below.",
			Queries: []Query{{`1 - sum(rate(rasad_item_latency_seconds_bucket{since="seen", at="stored", le=~"300(\\.0)?", $at}[30m])) / (sum(rate(rasad_item_latency_seconds_count{since="seen", at="stored", $at}[30m])) > 0)`, "late"}},
			Steps:   []Step{{0, well}, {.05, look}, {.3, act}},
		},
		{
			Kind: "stat", Title: "Longest lag", Width: 4, Height: 4, Unit: "s", Decimals: new(0), Empty: "no consumer is watched",
			About:   "How long the oldest message that a stage has not settled has been in its stream. Red: over 15 minutes; the stage is too slow, stands still, or some items keep failing.",
			Queries: []Query{{`max(rasad_consumer_lag_seconds{consumer=~"$stage", $at})`, "lag"}},
			Steps:   []Step{{0, well}, {300, look}, {900, act}},
		},
		{
			Kind: "stat", Title: "Dead letters waiting", Width: 4, Height: 4, Unit: "locale", Decimals: new(0), Empty: "no stream of letters is watched",
			About:   "Items that could not be worked on and wait for an operator: rasad dead list shows why. Red: more than 50; something that many items need is broken.",
			Queries: []Query{{`sum(max by (stage) (rasad_dead_letters{$at}))`, "letters"}},
			Steps:   []Step{{0, well}, {1, look}, {50, act}},
		},
		{
			Kind: "stat", Title: "Stored in the last hour", Width: 4, Height: 4, Unit: "locale", Decimals: new(0), Empty: "no store is watched",
			About:   "Items that reached the store within the hour before each moment, those dropped with a reason among them. A fall without a reason is worth a look at the feeds.",
			Queries: []Query{{`sum(increase(rasad_stage_deliveries_total{stage="store", outcome=~"passed|dropped", $at}[1h]))`, "items"}},
		},
		{
			Kind: "stat", Title: "Polling", Width: 4, Height: 4, Unit: "locale", Empty: "no fetcher is watched",
			About:   "Whether feeds are polled. Orange: a fetcher stands still because more entries wait for the cleaner than --max-lag allows; feeds that list few items may lose some.",
			Queries: []Query{{`max(rasad_polling_paused{$at})`, "polling"}},
			Steps:   []Step{{0, well}, {1, look}},
			Texts:   []Text{{"0", "running", well}, {"1", "paused", look}},
		},
		{
			Kind: "stat", Title: "Processes", Width: 4, Height: 4, Unit: "locale", Decimals: new(0), Empty: "none",
			About:   "Processes of Rasad that Prometheus reads, by their version. More than one version is an upgrade under way.",
			Queries: []Query{{`count by (version) (rasad_build_info{$at})`, "{{version}}"}},
		},
	}}
}

func riverFlow() Row {
	return Row{"Flow", []Panel{
		{
			Kind: "timeseries", Title: "Items through each stage", Width: 12, Height: 8, Unit: "suffix: /min", Empty: "no stage has worked",
			About: "Items a minute: found by the fetcher, then settled by each stage. In a river that keeps up the lines lie on each other, but for what replay and hubs bring.",
			Queries: []Query{
				{`60 * sum(rate(rasad_items_total{found=~"new|revised", $at}[$__rate_interval]))`, "found in feeds"},
				{`60 * sum by (stage) (rate(rasad_stage_deliveries_total{outcome=~"passed|dropped", stage=~"$stage", $at}[$__rate_interval]))`, "{{stage}}"},
			},
			Names: map[string]string{"found in feeds": quiet, "cleaner": plain3, "tagger": plain, "store": plain2},
		},
		{
			Kind: "timeseries", Title: "What did not pass", Width: 12, Height: 8, Unit: "suffix: /min", Stacked: true, Empty: "everything passed",
			About: "Deliveries a minute that were dropped with a reason, given back for another try, or died. Drops are as it should be; retries that last are a fault of what the stage needs. Red: items died; rasad dead list says why.",
			Queries: []Query{
				{happened("stage, reason", `rasad_stage_deliveries_total{outcome="dropped", stage=~"$stage", $at}`), "{{stage}} dropped: {{reason}}"},
				{happened("stage", `rasad_stage_deliveries_total{outcome="retried", stage=~"$stage", $at}`), "{{stage}} retried"},
				{happened("stage", `rasad_stage_deliveries_total{outcome="dead", stage=~"$stage", $at}`), "{{stage}} dead"},
			},
			Names: map[string]string{
				"/dropped/": quiet, "/retried/": look, "/dead/": act,
			},
		},
		{
			Kind: "timeseries", Title: "Lag", Width: 12, Height: 8, Unit: "s", Lines: true, Empty: "no consumer is watched",
			About:   "How long the oldest message that each stage has not settled has been in its stream. Red: over 15 minutes; add workers or replicas, or see what the stage waits for.",
			Queries: []Query{{`max by (consumer) (rasad_consumer_lag_seconds{consumer=~"$stage", $at})`, "{{consumer}}"}},
			Steps:   []Step{{0, "transparent"}, {300, look}, {900, act}},
			Names:   map[string]string{"cleaner": plain3, "tagger": plain, "store": plain2},
		},
		{
			Kind: "timeseries", Title: "Waiting", Width: 12, Height: 8, Unit: "short", Empty: "no consumer is watched",
			About: "Messages that a stage was never given, and those it was given and has not settled: in work, or waiting for another try.",
			Queries: []Query{
				{`max by (consumer) (rasad_consumer_pending_messages{consumer=~"$stage", $at})`, "{{consumer}}: not given yet"},
				{`max by (consumer) (rasad_consumer_unsettled_messages{consumer=~"$stage", $at})`, "{{consumer}}: in hand"},
			},
			Names: map[string]string{
				"cleaner: not given yet": plain3, "tagger: not given yet": plain, "store: not given yet": plain2,
				"cleaner: in hand": "super-light-blue", "tagger: in hand": "dark-blue", "store: in hand": "light-purple",
			},
		},
	}}
}

func riverTime() Row {
	quantile := func(q, since, at string) string {
		return `histogram_quantile(` + q + `, sum by (le) (rate(rasad_item_latency_seconds_bucket{since="` + since + `", at="` + at + `", $at}[$__rate_interval]))) >= 0`
	}
	return Row{"Time", []Panel{
		{
			Kind: "timeseries", Title: "From published to stored", Width: 12, Height: 8, Unit: "s", Log: true, Empty: "nothing with a date was stored",
			About: "How old news is when an analyst can read it, by the outlet's own date where it gives one with a zone: half of the items are faster than the median. Most of it is the outlet's and the poll's; see the panel beside.",
			Queries: []Query{
				{quantile("0.5", "published", "stored"), "median"},
				{quantile("0.95", "published", "stored"), "95 %"},
			},
			Names: map[string]string{"median": plain, "95 %": plain2},
		},
		{
			Kind: "timeseries", Title: "From seen to stored", Width: 12, Height: 8, Unit: "s", Log: true, Lines: true, Empty: "nothing was stored",
			About: "Our own share: the age of 95 % of the items since the fetcher saw them, at each point of their way. Red: over five minutes at the store breaks the promise; the step between two lines names the stage.",
			Queries: []Query{
				{quantile("0.95", "seen", "cleaned"), "cleaned"},
				{quantile("0.95", "seen", "tagged"), "tagged"},
				{quantile("0.95", "seen", "stored"), "stored"},
				{quantile("0.5", "seen", "stored"), "stored, median"},
			},
			Steps: []Step{{0, "transparent"}, {300, act}},
			Names: map[string]string{"cleaned": plain3, "tagged": plain, "stored": plain2, "stored, median": quiet},
		},
	}}
}

func riverLedger() Row {
	ended := func(outcome string) string {
		return `sum by (stage) (increase(rasad_stage_deliveries_total{outcome=~"` + outcome + `", stage=~"$stage", $at}[$__range]))`
	}
	waits := func(metric string) string {
		return `label_replace(max by (consumer) (` + metric + `{consumer=~"$stage", $at}), "stage", "$1", "consumer", "(.*)")`
	}
	byStage := func(expr string) string { return `max by (stage) (` + expr + `)` }
	return Row{"Ledger", []Panel{
		{
			Kind: "table", Title: "What became of the items, in the range shown", Width: 14, Height: 7, Unit: "locale", Decimals: new(0), Empty: "no stage has worked",
			About: "Every item ends somewhere with a reason. Settled at one stage is settled at the next, but for what waits between them or died. Red: items died; rasad dead list says why. Found counts the polls; replay and hubs bring more. Figures over a range are Prometheus's estimates.",
			Queries: []Query{
				{ended("passed|dropped") + ` or label_replace(sum(increase(rasad_items_total{found=~"new|revised", $at}[$__range])), "stage", "fetcher (found)", "", "")`, "settled"},
				{ended("dropped"), "dropped"},
				{ended("dead"), "dead"},
				{ended("retried"), "retried"},
				{byStage(waits("rasad_consumer_pending_messages")), "waiting"},
				{byStage(waits("rasad_consumer_unsettled_messages")), "in hand"},
			},
			Columns: []Column{
				{Label: "stage", Title: "Stage", Unit: "string", Width: 130},
				{Query: 0, Title: "Settled", Unit: "locale", Width: 108},
				{Query: 1, Title: "of it dropped", Unit: "locale", Width: 108},
				{Query: 2, Title: "Dead", Unit: "locale", Width: 108, Steps: []Step{{0, well}, {.5, act}}},
				{Query: 3, Title: "Tried again", Unit: "locale", Width: 108, Steps: []Step{{0, well}, {.5, look}}},
				{Query: 4, Title: "Waiting", Unit: "locale", Width: 108},
				{Query: 5, Title: "In hand", Unit: "locale", Width: 108},
			},
			First: "Settled",
		},
		{
			Kind: "bargauge", Title: "What the store holds", Width: 5, Height: 7, Unit: "locale", Decimals: new(0), Min: new(0.0), Empty: "no store is watched",
			About:   "Items in the store by what became of them. Counted again every five minutes.",
			Queries: []Query{{`max by (fate) (rasad_store_items{$at})`, "{{fate}}"}},
			Names:   map[string]string{"relevant": plain2, "irrelevant": plain, "dropped": quiet},
		},
		{
			Kind: "bargauge", Title: "Dead letters by stage", Width: 5, Height: 7, Unit: "locale", Decimals: new(0), Min: new(0.0), Empty: "no stream of letters is watched",
			About:   "Dead letters that wait for an operator, by the stage that gave up. Red: more than 50; fix what the stage needs, then rasad dead requeue.",
			Queries: []Query{{`max by (stage) (rasad_dead_letters{$at})`, "{{stage}}"}},
			Steps:   []Step{{0, well}, {1, look}, {50, act}},
		},
	}}
}

func riverWork() Row {
	return Row{"Work", []Panel{
		{
			Kind: "timeseries", Title: "Time one item takes", Width: 8, Height: 8, Unit: "s", Log: true, Empty: "no stage has worked",
			About:   "95 % of the deliveries were settled faster than this, from taking to settling.",
			Queries: []Query{{`histogram_quantile(0.95, sum by (le, stage) (rate(rasad_stage_duration_seconds_bucket{stage=~"$stage", $at}[$__rate_interval]))) >= 0`, "{{stage}}"}},
			Names:   map[string]string{"cleaner": plain3, "tagger": plain, "store": plain2},
		},
		{
			Kind: "timeseries", Title: "Oldest item in work", Width: 8, Height: 8, Unit: "s", Lines: true, Empty: "no stage is watched",
			About:   "How long the item that a stage has held longest has been with it; 0 for none. Red: over a minute, the limit of one try; the work hangs.",
			Queries: []Query{{`max by (stage) (rasad_stage_oldest_in_flight_seconds{stage=~"$stage", $at})`, "{{stage}}"}},
			Steps:   []Step{{0, "transparent"}, {60, act}},
			Names:   map[string]string{"cleaner": plain3, "tagger": plain, "store": plain2},
		},
		{
			Kind: "timeseries", Title: "Deliveries that came again", Width: 8, Height: 8, Unit: "percentunit", Min: new(0.0), Max: new(1.0), Lines: true, Empty: "no stage has worked",
			About:   "Share of the deliveries that were not the first of their message: after a retry, or after a crash cut the work off. Red: over 30 %; a stage does the same work over and over.",
			Queries: []Query{{`sum by (stage) (rate(rasad_stage_redeliveries_total{stage=~"$stage", $at}[$__rate_interval])) / (sum by (stage) (rate(rasad_stage_deliveries_total{stage=~"$stage", $at}[$__rate_interval])) > 0)`, "{{stage}}"}},
			Steps:   []Step{{0, "transparent"}, {.3, act}},
			Names:   map[string]string{"cleaner": plain3, "tagger": plain, "store": plain2},
		},
		{
			Kind: "bargauge", Title: "What the cleaner cut, in the range shown", Width: 12, Height: 8, Unit: "locale", Decimals: new(0), Min: new(0.0), Empty: "nothing was cut",
			About:   "Blocks cut from articles, by reason: the ten most frequent. A reason that grows out of all proportion is a site that changed its pages.",
			Queries: []Query{{`topk(10, sum by (reason) (increase(rasad_cuts_total{$at}[$__range])) > 0)`, "{{reason}}"}},
		},
		{
			Kind: "timeseries", Title: "How sure the cleaner is", Width: 12, Height: 8, Unit: "percentunit", Min: new(0.0), Max: new(1.0), Empty: "no page was cleaned",
			About: "How far independent readings of a page agree, on average, and the share of articles with no trustworthy date. Agreement that falls is a site that changed its pages.",
			Queries: []Query{
				{`sum(rate(rasad_article_confidence_ratio_sum{$at}[$__rate_interval])) / (sum(rate(rasad_article_confidence_ratio_count{$at}[$__rate_interval])) > 0)`, "readings agree"},
				{`sum(rate(rasad_articles_undated_total{$at}[$__rate_interval])) / (sum(rate(rasad_articles_total{$at}[$__rate_interval])) > 0)`, "without a date"},
			},
			Names: map[string]string{"readings agree": plain, "without a date": quiet},
		},
	}}
}
