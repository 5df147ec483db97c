package main

// stories asks what the two countries do to, say to and agree with each other, and
// whether to believe it.
func stories() Dashboard {
	return Dashboard{
		Name: "stories", Title: "Rasad: Stories",
		About:   "What do the two countries do to, say to and agree with each other, who reports it, and which verdicts may be false alarms?",
		Choices: []variable{lengths("window", "Per", "1h", "1m", "10m", "1h", "6h", "1d")},
		Rows:    []Row{storiesNow(), storiesRelevant(), storiesEvents(), storiesShares(), storiesDoubts()},
	}
}

// toneColours: conflict is no fault of ours, so it is not red.
var toneColours = map[string]string{"cooperative": plain3, "conflictual": "dark-purple", "mixed": "light-purple", "neutral": quiet}

// topicColours are fourteen that can be told apart, none of them an alarm's.
var topicColours = map[string]string{
	"diplomacy": "#5794f2", "border": "#b877d9", "military": "#1f60c4", "militancy": "#7c2ea3", "trade": "#2cb5b5", "energy": "#c7a252",
	"migration": "#8ab8ff", "narcotics": "#7c8fa6", "pilgrimage_culture": "#e0a4d8", "water_environment": "#6ed0e0", "judicial": "#a1724e",
	"aid": "#deb6f2", "sport": "#cfcfcf", "other": quiet,
}

// balance is -1 for nothing but conflict and 1 for nothing but cooperation.
const balance = `(sum(increase(rasad_verdict_event_weight_total{sense="cooperation", $at}[$window])) - sum(increase(rasad_verdict_event_weight_total{sense="conflict", $at}[$window]))) / (sum(increase(rasad_verdict_event_weight_total{$at}[$window])) > 0)`

func storiesNow() Row {
	return Row{"Now", []Panel{
		{
			Kind: "stat", Title: "Relevant, per $window", Width: 5, Height: 4, Unit: "locale", Decimals: new(0), Empty: "no tagger is watched",
			About:   "Articles about the two countries, within the window before each moment.",
			Queries: []Query{{`sum(increase(rasad_relevant_verdicts_total{$at}[$window]))`, "relevant"}},
		},
		{
			Kind: "stat", Title: "Share of all articles", Width: 5, Height: 4, Unit: "percentunit", Decimals: new(2), Empty: "nothing was judged",
			About:   "Relevant verdicts of all that were given, within the window.",
			Queries: []Query{{`sum(increase(rasad_relevant_verdicts_total{$at}[$window])) / (sum(increase(rasad_verdicts_total{$at}[$window])) > 0)`, "relevant"}},
		},
		{
			Kind: "stat", Title: "Balance", Width: 5, Height: 4, Unit: "none", Decimals: new(2), Min: new(-1.0), Max: new(1.0), Empty: "no events",
			About:   "Weight of cooperation less weight of conflict, on Goldstein's scale, as a share of both: -1 is nothing but conflict, 1 nothing but cooperation.",
			Queries: []Query{{balance, "balance"}},
		},
		{
			Kind: "stat", Title: "Events, per $window", Width: 4, Height: 4, Unit: "locale", Decimals: new(0), Empty: "no tagger is watched",
			About:   "Events in relevant verdicts that are news, not background, within the window. An event told by three articles counts three times.",
			Queries: []Query{{`sum(increase(rasad_verdict_events_total{$at}[$window])) or vector(0)`, "events"}},
		},
		{
			Kind: "stat", Title: "Verdicts in doubt", Width: 5, Height: 4, Unit: "percentunit", Decimals: new(0), Empty: "nothing relevant",
			About:   "Share of the relevant verdicts whose score is close to the least: candidates for false alarms. Orange: more than three in ten; read them (rasad export) before they are passed on.",
			Queries: []Query{{`sum(increase(rasad_verdict_doubts_total{doubt="score", $at}[$window])) / (sum(increase(rasad_relevant_verdicts_total{$at}[$window])) > 0)`, "in doubt"}},
			Steps:   []Step{{0, well}, {.3, look}},
		},
	}}
}

func storiesRelevant() Row {
	return Row{"Relevant", []Panel{
		{
			Kind: "timeseries", Title: "Relevant per $window, by tone", Width: 12, Height: 8, Unit: "short", Stacked: true, Empty: "no tagger is watched",
			About:   "Articles about the two countries within the window before each moment, by their tone. Copies of one story count each.",
			Queries: []Query{{`sum by (tone) (increase(rasad_relevant_verdicts_total{$at}[$window]))`, "{{tone}}"}},
			Names:   toneColours,
		},
		{
			Kind: "timeseries", Title: "Relevant per $window, by topic", Width: 12, Height: 8, Unit: "short", Stacked: true, Empty: "nothing relevant",
			About:   "Topics of the relevant verdicts within the window before each moment. A verdict with two topics counts under both.",
			Queries: []Query{{`sum by (topic) (increase(rasad_verdict_topics_total{$at}[$window])) > 0`, "{{topic}}"}},
			Names:   topicColours,
		},
	}}
}

func storiesEvents() Row {
	weight := func(sense string) string {
		return `sum(increase(rasad_verdict_event_weight_total{sense="` + sense + `", $at}[$window]))`
	}
	return Row{"Events", []Panel{
		{
			Kind: "timeseries", Title: "Escalation: weight of events per $window", Width: 12, Height: 8, Unit: "short", Empty: "no tagger is watched",
			About:   "Weight of the events that are news on Goldstein's scale, within the window before each moment: cooperation above the line, conflict below. A lower line below that does not come back is escalation.",
			Queries: []Query{{weight("cooperation"), "cooperation"}, {"-" + weight("conflict"), "conflict"}},
			Names:   map[string]string{"cooperation": toneColours["cooperative"], "conflict": toneColours["conflictual"]},
		},
		{
			Kind: "timeseries", Title: "Balance per $window", Width: 12, Height: 8, Unit: "none", Min: new(-1.0), Max: new(1.0), Decimals: new(1), Empty: "no events",
			About:   "Cooperation less conflict, as a share of both: -1 is nothing but conflict, 1 nothing but cooperation. Unlike the weight beside it, it does not grow with the number of articles.",
			Queries: []Query{{balance, "balance"}},
			Names:   map[string]string{"balance": plain},
		},
		{
			Kind: "bargauge", Title: "What was done, in the range shown", Width: 8, Height: 9, Unit: "locale", Decimals: new(0), Min: new(0.0), Empty: "no events",
			About:   "Actions of the events that are news (PLOVER's, and STATE): the ten most frequent.",
			Queries: []Query{{`sort_desc(topk(10, sum by (action) (increase(rasad_verdict_events_total{$at}[$__range])) > 0))`, "{{action}}"}},
		},
		{
			Kind: "bargauge", Title: "Who to whom, in the range shown", Width: 8, Height: 9, Unit: "locale", Decimals: new(0), Min: new(0.0), Empty: "no events",
			About:   "Direction of the events that are news, from who did it to whom it was done. BOTH did it together, or it was done to both.",
			Queries: []Query{{`sort_desc(topk(10, sum by (source, target) (increase(rasad_verdict_events_total{$at}[$__range])) > 0))`, "{{source}} → {{target}}"}},
		},
		{
			Kind: "bargauge", Title: "How far it has come, in the range shown", Width: 8, Height: 9, Unit: "locale", Decimals: new(0), Min: new(0.0), Empty: "no events",
			About:   "Whether an event is done, announced, called for or denied. What is announced has not happened.",
			Queries: []Query{{`sort_desc(sum by (status) (increase(rasad_verdict_events_total{$at}[$__range])))`, "{{status}}"}},
		},
	}}
}

func storiesShares() Row {
	return Row{"Who reports", []Panel{
		{
			Kind: "table", Title: "Outlets, in the range shown", Width: 12, Height: 9, Unit: "locale", Decimals: new(0), Empty: "nothing was judged",
			About: "The outlets with the most relevant articles, and what share of their articles that is. An outlet that is always or never relevant is worth a look.",
			Queries: []Query{
				{`topk(7, sum by (outlet) (increase(rasad_outlet_verdicts_total{relevant="true", $at}[$__range])) > 0)`, "relevant"},
				{`sum by (outlet) (increase(rasad_outlet_verdicts_total{$at}[$__range])) and on (outlet) topk(7, sum by (outlet) (increase(rasad_outlet_verdicts_total{relevant="true", $at}[$__range])) > 0)`, "all"},
				{`topk(7, sum by (outlet) (increase(rasad_outlet_verdicts_total{relevant="true", $at}[$__range])) > 0) / on (outlet) sum by (outlet) (increase(rasad_outlet_verdicts_total{$at}[$__range]))`, "share"},
				{`topk(7, sum by (outlet) (increase(rasad_outlet_verdicts_total{relevant="true", $at}[$__range])) > 0) / on () group_left () sum(increase(rasad_outlet_verdicts_total{relevant="true", $at}[$__range]))`, "of all"},
			},
			Columns: []Column{
				{Label: "outlet", Title: "Outlet", Unit: "string", Width: 170},
				{Query: 0, Title: "Relevant", Width: 100, Unit: "locale"},
				{Query: 1, Title: "Articles", Width: 100, Unit: "locale"},
				{Query: 2, Title: "Relevant of its own", Width: 150, Unit: "percentunit"},
				{Query: 3, Title: "Of all relevant", Width: 130, Unit: "percentunit"},
			},
			First: "Relevant",
		},
		{
			Kind: "bargauge", Title: "Languages of the relevant", Width: 6, Height: 9, Unit: "percentunit", Decimals: new(0), Min: new(0.0), Max: new(1.0), Empty: "nothing relevant",
			About:   "Share of each language, in the range shown, in the articles of which at least a part is about the two countries.",
			Queries: []Query{{`sort_desc(sum by (language) (increase(rasad_verdicts_total{level=~"1|2", $at}[$__range])) / on () group_left () (sum(increase(rasad_verdicts_total{level=~"1|2", $at}[$__range])) > 0) > 0)`, "{{language}}"}},
		},
		{
			Kind: "bargauge", Title: "Languages of all articles", Width: 6, Height: 9, Unit: "percentunit", Decimals: new(0), Min: new(0.0), Max: new(1.0), Empty: "nothing was cleaned",
			About:   "Share of each language in all articles of the range shown. A language that is rich here and poor beside is one in which relevant articles may be missed.",
			Queries: []Query{{`sort_desc(sum by (language) (increase(rasad_articles_total{$at}[$__range])) / on () group_left () (sum(increase(rasad_articles_total{$at}[$__range])) > 0) > 0)`, "{{language}}"}},
		},
	}}
}

func storiesDoubts() Row {
	return Row{"May be false alarms", []Panel{
		{
			Kind: "timeseries", Title: "Doubts per $window", Width: 12, Height: 8, Unit: "short", Empty: "no tagger is watched",
			About: "Relevant verdicts that may be false alarms: the score is close to the least, or no event between the parties that is news was found. Beside them all relevant verdicts.",
			Queries: []Query{
				{`sum by (doubt) (increase(rasad_verdict_doubts_total{doubt="score", $at}[$window]))`, "score close to the least"},
				{`sum by (doubt) (increase(rasad_verdict_doubts_total{doubt="event", $at}[$window]))`, "no event between the parties"},
				{`sum(increase(rasad_relevant_verdicts_total{$at}[$window]))`, "all relevant"},
			},
			Names: map[string]string{"score close to the least": look, "no event between the parties": caution, "all relevant": quiet},
		},
		{
			Kind: "heatmap", Title: "Scores of the articles that name both", Width: 12, Height: 8, Unit: "none", Empty: "no article names both parties",
			About:   "How many articles had which score over time; a verdict is relevant from about the middle on. A bright band in the middle is a model in doubt.",
			Queries: []Query{{`sum by (le) (increase(rasad_verdict_score_ratio_bucket{$at}[$__rate_interval]))`, "{{le}}"}},
		},
	}}
}
