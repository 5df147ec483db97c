module github.com/rasad-project/rasad/services/fetcher

go 1.26.0

require (
	github.com/mmcdole/gofeed v1.4.2
	github.com/rasad-project/rasad/kit v0.0.0
	golang.org/x/net v0.62.0
	golang.org/x/text v0.43.0
)

require (
	github.com/andybalholm/brotli v1.2.8 // indirect
	github.com/goccy/go-yaml v1.19.2 // indirect
	github.com/klauspost/compress v1.20.4 // indirect
	github.com/mmcdole/goxpp/v2 v2.0.0 // indirect
	golang.org/x/time v0.16.0 // indirect
)

replace github.com/rasad-project/rasad/kit => ../../kit
