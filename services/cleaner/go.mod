module github.com/rasad-project/rasad/services/cleaner

go 1.26.0

require (
	github.com/google/go-cmp v0.7.0
	github.com/rasad-project/rasad/kit v0.0.0
	golang.org/x/net v0.62.0
	golang.org/x/text v0.44.0
)

require github.com/goccy/go-yaml v1.19.2 // indirect

replace github.com/rasad-project/rasad/kit => ../../kit
