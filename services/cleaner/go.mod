module github.com/rasad-project/rasad/services/cleaner

go 1.26.0

require (
	github.com/rasad-project/rasad/kit v0.0.0
	golang.org/x/net v0.62.0
	golang.org/x/text v0.44.0
)

replace github.com/rasad-project/rasad/kit => ../../kit
