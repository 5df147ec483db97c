package main

// storage asks whether what is kept is whole and has room.
func storage() Dashboard {
	return Dashboard{
		Name: "storage", Title: "Rasad: Broker and store",
		About:   "Are the streams and the store up, whole, and with room to grow?",
		Choices: []variable{several("stream", "Stream", `label_values(rasad_stream_messages{job=~"$job"}, stream)`)},
		Rows:    []Row{storageNow(), storageStreams(), storageConsumers(), storageStore(), storageProcesses()},
	}
}

// processColours are those of the processes whose names tell what they are.
var processColours = map[string]string{"/fetcher/": "#2cb5b5", "/cleaner/": plain3, "/tagger/": plain}

// upTexts say 1 and 0 in words.
var upTexts = []Text{{"1", "up", well}, {"0", "down", act}}

func storageNow() Row {
	up := []Step{{0, act}, {1, well}}
	return Row{"Now", []Panel{
		{
			Kind: "stat", Title: "NATS", Width: 3, Height: 4, Unit: "none", Empty: "nothing is watched",
			About:   "Whether every process reaches NATS and its streams. Red: at least one does not; nothing new is passed on there.",
			Queries: []Query{{`min(rasad_nats_up{$at} * on (job, instance) rasad_streams_up{$at})`, "NATS"}},
			Steps:   up, Texts: upTexts,
		},
		{
			Kind: "stat", Title: "Store", Width: 3, Height: 4, Unit: "none", Empty: "no store is watched",
			About:   "Whether the store answers. Red: it does not; verdicts wait in their stream until it does.",
			Queries: []Query{{`min(rasad_store_up{$at})`, "store"}},
			Steps:   up, Texts: upTexts,
		},
		{
			Kind: "stat", Title: "Damage", Width: 4, Height: 4, Unit: "locale", Decimals: new(0), Empty: "no stream is watched",
			About:   "Messages missing in the middle of the news streams, or from what a stage read in order. Red: any; a disk or a server has lost them. Wipe that server's copy and let it catch up, or replay.",
			Queries: []Query{{`sum(max by (stream) (rasad_stream_deleted_messages{stream!="DEAD", stream=~"$stream", $at})) + (sum(rasad_consumer_gaps_total{stream=~"$stream", $at}) or vector(0))`, "messages"}},
			Steps:   []Step{{0, well}, {1, act}},
		},
		{
			Kind: "stat", Title: "Expired unread", Width: 4, Height: 4, Unit: "locale", Decimals: new(0), Empty: "no consumer is watched",
			About:   "Messages that left their stream by age or size before a stage had worked on them. Red: any; the stage has been behind for too long, or the bound is too small.",
			Queries: []Query{{`sum(max by (stream, consumer) (rasad_consumer_expired_messages{stream=~"$stream", $at}))`, "messages"}},
			Steps:   []Step{{0, well}, {1, act}},
		},
		{
			Kind: "stat", Title: "Free of the store's disk", Width: 5, Height: 4, Unit: "percentunit", Decimals: new(0), Min: new(0.0), Max: new(1.0), Empty: "the disk is another machine's",
			About:   "What is free on the disk that the store is on. Red: less than 5 %; make room (rasad prune) or a larger disk, before the store takes no more verdicts.",
			Queries: []Query{{`min(rasad_store_disk_free_bytes{$at} / rasad_store_disk_size_bytes)`, "free"}},
			Steps:   []Step{{0, act}, {.05, look}, {.2, well}},
		},
		{
			Kind: "stat", Title: "Certificates left", Width: 5, Height: 4, Unit: "s", Decimals: new(0), Empty: "no TLS",
			About:   "How long the first of the certificates of the connections to NATS is still good; none is watched without TLS. Red: less than two days; renew it, after that no process can connect again.",
			Queries: []Query{{`min(rasad_certificate_expiry_timestamp_seconds{$at}) - time()`, "left"}},
			Steps:   []Step{{0, act}, {2 * 86400, look}, {14 * 86400, well}},
		},
	}}
}

func storageStreams() Row {
	return Row{"Streams", []Panel{
		{
			Kind: "timeseries", Title: "Size", Width: 8, Height: 8, Unit: "bytes", Empty: "no stream is watched",
			About:   "Size of each stream, as every server keeps it.",
			Queries: []Query{{`max by (stream) (rasad_stream_size_bytes{stream=~"$stream", $at})`, "{{stream}}"}},
			Names:   streamColours,
		},
		{
			Kind: "timeseries", Title: "Messages kept", Width: 8, Height: 8, Unit: "short", Empty: "no stream is watched",
			About:   "Messages in each stream. The news streams are as long as their age bound; a line that bends down early has met its bound of bytes.",
			Queries: []Query{{`max by (stream) (rasad_stream_messages{stream=~"$stream", $at})`, "{{stream}}"}},
			Names:   streamColours,
		},
		{
			Kind: "timeseries", Title: "Messages published", Width: 8, Height: 8, Unit: "suffix: /min", Empty: "no stream is watched",
			About:   "New messages a minute, by the sequence of the last one.",
			Queries: []Query{{`60 * max by (stream) (rate(rasad_stream_last_sequence{stream=~"$stream", $at}[$__rate_interval]))`, "{{stream}}"}},
			Names:   streamColours,
		},
		{
			Kind: "timeseries", Title: "Share of the bound in use", Width: 12, Height: 7, Unit: "percentunit", Min: new(0.0), Max: new(1.0), Lines: true, Empty: "no stream has a bound of bytes",
			About:   "Size of each stream against the bound at which its oldest messages go; only streams that have one. Orange: over 90 %; the oldest news is about to go before its age, and replay reaches less far back.",
			Queries: []Query{{`max by (stream) (rasad_stream_size_bytes{stream=~"$stream", $at}) / max by (stream) (rasad_stream_limit_bytes{$at})`, "{{stream}}"}},
			Steps:   []Step{{0, "transparent"}, {.9, look}},
			Names:   streamColours,
		},
		{
			Kind: "timeseries", Title: "Missing messages", Width: 12, Height: 7, Unit: "short", Soft: 2, Lines: true, Empty: "no stream is watched",
			About: "Sequences between first and last that hold no message. Red: any on a news stream is damage. In DEAD they are letters that were requeued, and not shown.",
			Queries: []Query{
				{`max by (stream) (rasad_stream_deleted_messages{stream!="DEAD", stream=~"$stream", $at})`, "{{stream}}: missing"},
				{`sum by (consumer) (rasad_consumer_gaps_total{stream=~"$stream", $at}) or 0 * max by (consumer) (rasad_consumer_pending_messages{stream=~"$stream", $at})`, "{{consumer}}: not given"},
			},
			Steps: []Step{{0, "transparent"}, {1, act}},
			Names: map[string]string{"/missing/": plain, "/not given/": plain2},
		},
	}}
}

// streamColours are those of the stages that read them.
var streamColours = map[string]string{"ENTRIES": plain3, "ARTICLES": plain, "VERDICTS": plain2, "DEAD": look}

func storageConsumers() Row {
	return Row{"Consumers and connections", []Panel{
		{
			Kind: "timeseries", Title: "Given again and not settled", Width: 8, Height: 7, Unit: "short", Soft: 1, Empty: "no consumer is watched",
			About:   "Unsettled messages that were delivered more than once: they wait for another try, or their worker was cut off.",
			Queries: []Query{{`max by (consumer) (rasad_consumer_redelivered_messages{stream=~"$stream", $at})`, "{{consumer}}"}},
			Names:   map[string]string{"cleaner": plain3, "tagger": plain, "store": plain2},
		},
		{
			Kind: "timeseries", Title: "Time to store one verdict", Width: 8, Height: 7, Unit: "s", Log: true, Empty: "nothing was stored",
			About:   "From taking a verdict to its being safe in the store and settled. A slow disk shows here first.",
			Queries: []Query{{`histogram_quantile(0.5, sum by (le) (rate(rasad_stage_duration_seconds_bucket{stage="store", $at}[$__rate_interval]))) >= 0`, "median"}, {`histogram_quantile(0.95, sum by (le) (rate(rasad_stage_duration_seconds_bucket{stage="store", $at}[$__rate_interval]))) >= 0`, "95 %"}},
			Names:   map[string]string{"median": plain, "95 %": plain2},
		},
		{
			Kind: "timeseries", Title: "Connections to NATS made again", Width: 8, Height: 7, Unit: "short", Decimals: new(0), Empty: "nothing is watched",
			About:   "How often, within an hour, a process lost its connection to NATS and made it again.",
			Queries: []Query{{`sum by (instance) (increase(rasad_nats_reconnects_total{$at}[1h]))`, "{{instance}}"}},
			Names:   processColours,
		},
	}}
}

func storageStore() Row {
	return Row{"Store", []Panel{
		{
			Kind: "timeseries", Title: "Items", Width: 8, Height: 8, Unit: "short", Stacked: true, Empty: "no store is watched",
			About:   "Items in the store, by what became of them. Counted again every five minutes.",
			Queries: []Query{{`max by (fate) (rasad_store_items{$at})`, "{{fate}}"}},
			Names:   map[string]string{"relevant": plain2, "irrelevant": plain, "dropped": quiet},
		},
		{
			Kind: "timeseries", Title: "Size", Width: 8, Height: 8, Unit: "bytes", Empty: "no store is watched",
			About:   "What the store takes up, indexes and logs included.",
			Queries: []Query{{`max by (instance) (rasad_store_size_bytes{$at})`, "{{instance}}"}},
			Names:   processColours,
		},
		{
			Kind: "timeseries", Title: "Disk", Width: 8, Height: 8, Unit: "bytes", Empty: "the disk is another machine's",
			About:   "The disk that the store is on: what it holds at most, and what is free.",
			Queries: []Query{{`max by (instance) (rasad_store_disk_size_bytes{$at})`, "{{instance}}: size"}, {`min by (instance) (rasad_store_disk_free_bytes{$at})`, "{{instance}}: free"}},
			Names:   map[string]string{"/size/": quiet, "/free/": plain},
		},
	}}
}

func storageProcesses() Row {
	own := func(metric string) string {
		return metric + ` and on (job, instance) rasad_build_info{$at}`
	}
	return Row{"Processes", []Panel{
		{
			Kind: "timeseries", Title: "Processor", Width: 8, Height: 8, Unit: "suffix: cores", Empty: "nothing is watched",
			About:   "Processor time a second of each process. The broker and the store are in it where they are embedded.",
			Queries: []Query{{own(`rate(process_cpu_seconds_total{$at}[$__rate_interval])`), "{{instance}}"}},
			Names:   processColours,
		},
		{
			Kind: "timeseries", Title: "Memory", Width: 8, Height: 8, Unit: "bytes", Empty: "nothing is watched",
			About:   "Resident memory of each process. One that climbs for days and never falls is a leak.",
			Queries: []Query{{own(`process_resident_memory_bytes{$at}`), "{{instance}}"}},
			Names:   processColours,
		},
		{
			Kind: "timeseries", Title: "Goroutines", Width: 8, Height: 8, Unit: "short", Decimals: new(0), Empty: "nothing is watched",
			About:   "Goroutines of each process. A line that climbs for days and never falls is a leak.",
			Queries: []Query{{own(`go_goroutines{$at}`), "{{instance}}"}},
			Names:   processColours,
		},
	}}
}
