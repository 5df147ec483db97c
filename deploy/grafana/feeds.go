package main

// feeds asks whether the outlets are heard.
func feeds() Dashboard {
	return Dashboard{
		Name: "feeds", Title: "Rasad: Feeds",
		About:   "Are the outlets heard: which feeds are well, which have fallen silent, and what does polling them cost?",
		Choices: []variable{several("country", "Country", `label_values(rasad_feeds{job=~"$job"}, country)`)},
		Rows:    []Row{feedsNow(), feedsHealth(), feedsPolls(), feedsItems()},
	}
}

// healthColours are those of the states of a feed.
var healthColours = map[string]string{
	"ok": well, "new": plain, "slow": caution, "moved": plain2, "stale": look, "failing": act, "quarantined": "dark-red", "gone": "dark-red",
}

// outcomeColours are those of the ends of a poll and of a page's request.
var outcomeColours = map[string]string{
	"read": well, "ok": well, "owed": "light-green", "not_modified": plain, "unchanged": plain3, "robots": plain, "not_text": plain3,
	"throttled": caution, "paused": caution,
	"client_error": look, "status": look, "odd_status": look, "unreadable": look, "over_budget": look, "slow": look, "bytes": look, "ratio": look,
	"coding": look, "loop": look, "redirects": look, "protocol": look, "bad_url": look, "refused": look,
	"server_error": act, "connect": act, "dns": act, "timeout": act, "tls": act, "put_failed": act, "panic": act, "gone": "dark-red",
}

// healthTexts colour a cell by the state in it.
func healthTexts() (texts []Text) {
	for _, state := range []string{"ok", "new", "slow", "moved", "stale", "failing", "quarantined", "gone"} {
		texts = append(texts, Text{state, state, healthColours[state]})
	}
	return texts
}

func feedsNow() Row {
	return Row{"Now", []Panel{
		{
			Kind: "stat", Title: "Feeds", Width: 3, Height: 4, Unit: "locale", Decimals: new(0), Empty: "no fetcher is watched",
			About:   "Feeds that are looked after.",
			Queries: []Query{{`sum(rasad_feeds{country=~"$country", $at})`, "feeds"}},
		},
		{
			Kind: "stat", Title: "Cannot be read", Width: 4, Height: 4, Unit: "percentunit", Decimals: new(0), Empty: "no feeds",
			About:   "Share of the feeds whose polls fail, whose documents cost more than they may, or that are gone. Red: more than one in five; the fault may be on our side.",
			Queries: []Query{{`sum(rasad_feeds{health=~"failing|quarantined|gone", country=~"$country", $at}) / (sum(rasad_feeds{country=~"$country", $at}) > 0)`, "cannot be read"}},
			Steps:   []Step{{0, well}, {.05, look}, {.2, act}},
		},
		{
			Kind: "stat", Title: "Long silent", Width: 4, Height: 4, Unit: "percentunit", Decimals: new(0), Empty: "no feeds",
			About:   "Share of the feeds that have brought nothing new for thirty times their own cadence, most of them while answering as if all were well. Red: more than one in five; find other addresses for them.",
			Queries: []Query{{`sum(rasad_feeds_silent{times="30", country=~"$country", $at}) / (sum(rasad_feeds{country=~"$country", $at}) > 0)`, "silent"}},
			Steps:   []Step{{0, well}, {.05, look}, {.2, act}},
		},
		{
			Kind: "stat", Title: "Polls", Width: 3, Height: 4, Unit: "suffix: /min", Decimals: new(1), Empty: "no fetcher is watched",
			About:   "Polls a minute. Red: none; the fetcher stands still, or has no feeds.",
			Queries: []Query{{`60 * sum(rate(rasad_polls_total{$at}[$__rate_interval]))`, "polls"}},
			Steps:   []Step{{0, act}, {.000001, well}},
		},
		{
			Kind: "stat", Title: "Hosts slowed", Width: 3, Height: 4, Unit: "locale", Decimals: new(0), Empty: "no fetcher is watched",
			About:   "Domains that are asked more slowly because they wanted it.",
			Queries: []Query{{`sum(rasad_hosts_slowed{$at})`, "hosts"}},
			Steps:   []Step{{0, well}, {1, caution}},
		},
		{
			Kind: "stat", Title: "Poll delay", Width: 3, Height: 4, Unit: "s", Decimals: new(1), Empty: "no polls",
			About:   "How long after its time a poll began, for 95 % of them. Red: over five minutes; more --poll-workers or another fetcher are needed.",
			Queries: []Query{{`histogram_quantile(0.95, sum by (le) (rate(rasad_poll_delay_seconds_bucket{$at}[$__rate_interval]))) >= 0`, "delay"}},
			Steps:   []Step{{0, well}, {60, look}, {300, act}},
		},
		{
			Kind: "stat", Title: "Items missed", Width: 4, Height: 4, Unit: "locale", Decimals: new(0), Empty: "no fetcher is watched",
			About:   "Items estimated to have come and gone between two polls in the last six hours: an estimate by the pace of each feed. Red: more than 20; poll the feeds that list few items more often (--poll-min).",
			Queries: []Query{{`sum(increase(rasad_items_missed_estimate_total{$at}[6h]))`, "items"}},
			Steps:   []Step{{0, well}, {1, look}, {20, act}},
		},
	}}
}

func feedsHealth() Row {
	failed := `max by (feed) (rasad_feed_failed_polls{$at})`
	times := `(max by (feed) (rasad_feed_silence_seconds{$at}) / clamp_min(max by (feed) (rasad_feed_cadence_seconds{$at}), 3600))`
	worst := `topk(10, ` + failed + ` + on (feed) (` + times + ` or on (feed) 0 * ` + failed + `))`
	of := func(expr string) string {
		return `max by (feed, title, country, health) (rasad_feed_info{country=~"$country", $at}) * on (feed) group_left () ` + expr + ` and on (feed) ` + worst
	}
	return Row{"Health", []Panel{
		{
			Kind: "timeseries", Title: "How the feeds are", Width: 12, Height: 8, Unit: "short", Stacked: true, Empty: "no fetcher is watched",
			About:   "Feeds by state. ok: works and is as fresh as its cadence says. slow: its server asks for fewer polls or takes its time. stale: works and brings nothing new. Red: failing, quarantined (its documents cost more than they may) or gone; rasad feeds check says why.",
			Queries: []Query{{`sum by (health) (rasad_feeds{country=~"$country", $at})`, "{{health}}"}},
			Names:   healthColours,
		},
		{
			Kind: "timeseries", Title: "Silent for three times their cadence, by country", Width: 12, Height: 8, Unit: "percentunit", Min: new(0.0), Max: new(1.0), Lines: true, Empty: "no feeds",
			About:   "Share of a country's feeds that have brought nothing new for three times as long as they use to. Red: over 80 %, all at once; the country is cut off, or we are cut off from it.",
			Queries: []Query{{`sum by (country) (rasad_feeds_silent{times="3", country=~"$country", $at}) / (sum by (country) (rasad_feeds{country=~"$country", $at}) > 0)`, "{{country}}"}},
			Steps:   []Step{{0, "transparent"}, {.8, act}},
			Names:   map[string]string{"IR": plain, "PK": plain2, "AF": "#c7a252", "IN": plain3, "AE": "#2cb5b5"},
		},
		{
			Kind: "table", Title: "The worst feeds", Width: 24, Height: 12, Unit: "locale", Empty: "no feed has a label of its own: --worst-feeds is negative",
			About: "The ten that fail most often in a row and are silent for longest against their own cadence (an hour at least). Red: failing or silent beyond thirty times its cadence; rasad feeds check ADDRESS says what the server answers.",
			Queries: []Query{
				{of(failed), "failed polls"},
				{of(times), "times its cadence"},
				{of(`max by (feed) (rasad_feed_silence_seconds{$at})`), "silence"},
				{of(`max by (feed) (rasad_feed_cadence_seconds{$at})`), "cadence"},
				{of(`max by (feed) (rasad_feed_last_poll_duration_seconds{$at})`), "last poll"},
			},
			Columns: []Column{
				{Label: "title", Title: "Feed", Unit: "string", Width: 200},
				{Label: "country", Title: "Country", Unit: "string", Width: 80},
				{Label: "health", Title: "Health", Unit: "string", Width: 110, Texts: healthTexts()},
				{Query: 0, Title: "Failed in a row", Unit: "none", Width: 140, Steps: []Step{{0, well}, {1, look}, {3, act}}},
				{Query: 1, Title: "Times its cadence", Unit: "none", Decimals: new(1), Width: 150, Steps: []Step{{0, well}, {3, caution}, {10, look}, {30, act}}},
				{Query: 2, Title: "Silent for", Unit: "s", Decimals: new(1), Width: 130},
				{Query: 3, Title: "An item every", Unit: "s", Decimals: new(1), Width: 130},
				{Query: 4, Title: "Last poll took", Unit: "s", Decimals: new(1), Width: 140, Steps: []Step{{0, well}, {10, look}}},
				{Label: "feed", Title: "Id", Unit: "string"},
			},
			First: "Failed in a row",
		},
	}}
}

func feedsPolls() Row {
	quantile := func(q string) string {
		return `histogram_quantile(` + q + `, sum by (le) (rate(rasad_poll_duration_seconds_bucket{$at}[$__rate_interval]))) >= 0`
	}
	return Row{"Polls", []Panel{
		{
			Kind: "timeseries", Title: "Polls by outcome", Width: 8, Height: 8, Unit: "suffix: /min", Stacked: true, Empty: "no polls",
			About:   "Polls a minute by how they ended. Green brought a new document, blue nothing new, yellow was asked to come later. Orange: the answer was of no use. Red: nobody answers there, or the server is in trouble; lasting red is a feed to look at in the table above.",
			Queries: []Query{{happened("outcome", `rasad_polls_total{$at}`), "{{outcome}}"}},
			Names:   outcomeColours,
		},
		{
			Kind: "timeseries", Title: "How long a poll takes", Width: 8, Height: 8, Unit: "s", Log: true, Empty: "no polls",
			About:   "From the first request of a poll to the last byte of the document.",
			Queries: []Query{{quantile("0.5"), "median"}, {quantile("0.95"), "95 %"}},
			Names:   map[string]string{"median": plain, "95 %": plain2},
		},
		{
			Kind: "timeseries", Title: "Hosts that asked for less", Width: 8, Height: 8, Unit: "short", Empty: "no fetcher is watched",
			About:   "Domains that are asked more slowly because they wanted it (429, 503, Retry-After, Crawl-delay), and those of them that are left alone for now.",
			Queries: []Query{{`sum(rasad_hosts_slowed{$at})`, "slowed"}, {`sum(rasad_hosts_paused{$at})`, "left alone"}},
			Names:   map[string]string{"slowed": caution, "left alone": look},
		},
		{
			Kind: "timeseries", Title: "Bytes", Width: 12, Height: 8, Unit: "binBps", Empty: "nothing was fetched",
			About:   "Bytes a second of feeds and pages: received over the wire, and after decompression.",
			Queries: []Query{{`sum by (document, as) (rate(rasad_fetched_bytes_total{$at}[$__rate_interval]))`, "{{document}} {{as}}"}},
			Names:   map[string]string{"feed received": plain, "feed decoded": plain3, "page received": plain2, "page decoded": "light-purple"},
		},
		{
			Kind: "timeseries", Title: "Pages of items", Width: 12, Height: 8, Unit: "suffix: /min", Stacked: true, Empty: "no page was fetched: the feeds carry whole articles",
			About:   "Pages fetched a minute, by outcome. robots: its robots.txt keeps us out. not_text: a film, a picture, a PDF. Orange: the answer was of no use. Red: the server is in trouble; the item goes on with what its feed gave.",
			Queries: []Query{{happened("outcome", `rasad_pages_total{$at}`), "{{outcome}}"}},
			Names:   outcomeColours,
		},
	}}
}

func feedsItems() Row {
	return Row{"Items", []Panel{
		{
			Kind: "timeseries", Title: "New and revised items", Width: 9, Height: 8, Unit: "suffix: /min", Stacked: true, Empty: "no items",
			About:   "Items a minute that go into the river, and those put off to the next poll because one poll fetches only so many pages.",
			Queries: []Query{{happened("found", `rasad_items_total{found=~"new|revised|deferred", $at}`), "{{found}}"}},
			Names:   map[string]string{"new": plain, "revised": plain2, "deferred": caution},
		},
		{
			Kind: "bargauge", Title: "Items listed", Width: 5, Height: 8, Unit: "locale", Decimals: new(0), Min: new(0.0), Empty: "no items",
			About:   "Items of the feed documents read in the range shown, by what they were. twice: in one document.",
			Queries: []Query{{`sum by (found) (increase(rasad_items_total{$at}[$__range]))`, "{{found}}"}},
			Names:   map[string]string{"new": plain, "revised": plain2, "deferred": caution, "unchanged": quiet, "twice": quiet},
		},
		{
			Kind: "bargauge", Title: "Mended", Width: 5, Height: 8, Unit: "locale", Decimals: new(0), Min: new(0.0), Empty: "nothing had to be mended",
			About:   "Feed documents of the range shown in which something had to be mended, by what: the five most frequent.",
			Queries: []Query{{`sort_desc(topk(5, sum by (repair) (increase(rasad_feed_repairs_total{$at}[$__range]))))`, "{{repair}}"}},
		},
		{
			Kind: "bargauge", Title: "Requests from hubs", Width: 5, Height: 8, Unit: "locale", Decimals: new(0), Min: new(0.0), Empty: "no fetcher is watched",
			About: "Requests from WebSub hubs in the range shown, by outcome; all 0 without --websub-listen. failed: we could not take it. forged: somebody sends what no hub signed. refused: unwanted, denied, malformed or too large.",
			Queries: []Query{
				{`sum by (outcome) (increase(rasad_websub_requests_total{outcome=~"confirmed|delivered|failed|forged", $at}[$__range]))`, "{{outcome}}"},
				{`sum(increase(rasad_websub_requests_total{outcome!~"confirmed|delivered|failed|forged", $at}[$__range]))`, "refused"},
			},
			Names: map[string]string{"delivered": well, "confirmed": well},
		},
	}}
}
