module github.com/rasad-project/rasad/kit

go 1.26
