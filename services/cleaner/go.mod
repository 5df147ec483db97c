module github.com/rasad-project/rasad/services/cleaner

go 1.26

require github.com/rasad-project/rasad/kit v0.0.0

replace github.com/rasad-project/rasad/kit => ../../kit
