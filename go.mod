module github.com/rasad-project/rasad

go 1.26

require (
	github.com/rasad-project/rasad/kit v0.0.0
	github.com/rasad-project/rasad/services/cleaner v0.0.0
	github.com/rasad-project/rasad/services/fetcher v0.0.0
	github.com/rasad-project/rasad/services/tagger v0.0.0
)

replace (
	github.com/rasad-project/rasad/kit => ./kit
	github.com/rasad-project/rasad/services/cleaner => ./services/cleaner
	github.com/rasad-project/rasad/services/fetcher => ./services/fetcher
	github.com/rasad-project/rasad/services/tagger => ./services/tagger
)
